import type { JsonObject } from "@/lib/model/sign-in-record";
import type { SignInDetail } from "@/lib/model/sign-in-view";
import { FactGroups } from "./facts";
import type { Fact } from "./fields";
import { recordReader } from "./record-reader";
import { REQUIREMENT_LABELS, word } from "./words";

/** Around the steps: what was required and why, and the provider's processing notes. */
export function AuthenticationFacts({ detail }: { detail: SignInDetail }) {
  const { text, list } = recordReader(detail.record);
  const requirement = word(REQUIREMENT_LABELS, text("authenticationRequirement"));
  return (
    <FactGroups
      groups={[
        {
          title: "Requirement",
          facts: [
            { label: "Authentication requirement", value: requirement },
            { label: "Required by", value: joined(list("authenticationRequirementPolicies"), "detail") },
            { label: "Session lifetime", value: joined(list("sessionLifetimePolicies"), "detail") },
            { label: "Methods used", value: text("authenticationMethodsUsed") },
            { label: "Second factor", value: text("mfaDetail.authMethod") },
            { label: "Second factor detail", value: text("mfaDetail.authDetail") },
          ],
        },
        { title: "Additional details", facts: processingFacts(list("authenticationProcessingDetails")) },
      ]}
    />
  );
}

function joined(items: readonly JsonObject[], key: string): string | undefined {
  const texts = items.map((item) => recordReader(item).text(key)).filter(Boolean);
  return texts.length > 0 ? texts.join(", ") : undefined;
}

function processingFacts(items: readonly JsonObject[]): Fact[] {
  return items.map((item) => {
    const { text, flag } = recordReader(item);
    return { label: text("key") ?? "Detail", value: flag("value") ?? text("value") };
  });
}
