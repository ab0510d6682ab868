import type { Metadata } from "next";

import { type ErrorLookup, parseErrorLookup } from "@/lib/model/error-lookup";
import { sessionIfReadable } from "@/lib/web/current-session";
import { statePageStatus } from "@/lib/web/page-status";
import type { PageSearch } from "@/lib/web/search-params";
import { ClassAnswer } from "./class-answer";
import { ClassList } from "./class-list";
import { CodeAnswer } from "./code-answer";
import { LookupForm } from "./lookup-form";
import { LookupFrame } from "./lookup-frame";
import type { LogReader } from "./own-logs";
import { UnknownCode } from "./unknown-code";
import { lookupTitle } from "./wording";
import { WordsAnswer } from "./words-answer";

interface LookupPageProps {
  searchParams: Promise<PageSearch>;
}

export async function generateMetadata(props: LookupPageProps): Promise<Metadata> {
  const { lookup } = await readSearch(props);
  return { title: lookupTitle(lookup) };
}

/** What an error code means and what to do about it: for everybody, signed in or not. */
export default async function ErrorLookupPage(props: LookupPageProps) {
  const { lookup, asked } = await readSearch(props);
  await stateStatus(lookup);
  const session = await sessionIfReadable();
  return (
    <LookupFrame session={session}>
      <LookupForm
        asked={asked}
        focused={lookup.kind === "nothing"}
        problem={lookup.kind === "unusable" ? lookup.problem : undefined}
      />
      <Answer lookup={lookup} reader={session} />
    </LookupFrame>
  );
}

function Answer({ lookup, reader }: { lookup: ErrorLookup; reader: LogReader | null }) {
  switch (lookup.kind) {
    case "code":
      return <CodeAnswer explanation={lookup.explanation} reader={reader} />;
    case "unknownCode":
      return <UnknownCode digits={lookup.digits} />;
    case "words":
      return <WordsAnswer text={lookup.text} />;
    case "class":
      return <ClassAnswer errorClass={lookup.class} />;
    case "unknownClass":
      return <ClassList title="There is no kind of error of that name" />;
    case "unusable":
    case "nothing":
      return <ClassList title="What the error codes of sign-ins mean" />;
  }
}

async function readSearch({ searchParams }: LookupPageProps): Promise<{ lookup: ErrorLookup; asked: string }> {
  const search = await searchParams;
  const [code, q, key] = [search.code, search.q, search.class].map((value) =>
    Array.isArray(value) ? value[0] : value,
  );
  return { lookup: parseErrorLookup({ code, q, class: key }), asked: code?.trim() || q?.trim() || "" };
}

/** A number without an entry is a page that is not there, so that scripts can tell; words without a hit are an answer. */
async function stateStatus(lookup: ErrorLookup): Promise<void> {
  if (lookup.kind === "unknownCode" || lookup.kind === "unknownClass") await statePageStatus(404);
  if (lookup.kind === "unusable") await statePageStatus(400);
}
