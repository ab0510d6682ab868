import { openProblem } from "@/lib/web/form-problem";
import { Icon } from "./icon";

/** Why the last form of this page could not be done. @param told the address's parameter `problem` */
export function FormProblem({ told }: { told: string | string[] | null | undefined }) {
  const problem = openProblem(told);
  if (!problem) return null;
  return (
    <p className="notice" data-tone="warning" role="alert">
      <Icon name="warning" />
      {problem}
    </p>
  );
}
