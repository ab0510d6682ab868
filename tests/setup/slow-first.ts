import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Files that take long for their size, by which Vitest goes on a machine that never ran them: begun last, each would run
 * alone while the other workers have nothing left to do.
 */
const SLOW = [
  "integration/exports/killed-worker.test.ts",
  "integration/cli/embedded-postgres.test.ts",
  "integration/generate/demo.test.ts",
  "integration/exports/true-cap.test.ts",
  "integration/jobs/lost-workers.test.ts",
  "integration/cli-admin/generate-and-jobs.test.ts",
  "integration/ingest/rollups.test.ts",
  "integration/ingest/interrupted.test.ts",
  "e2e/accessibility.test.ts",
  "e2e/overview.test.ts",
  "e2e/own-attempts.test.ts",
  "e2e/signing-in.test.ts",
  "e2e/error-lookup.test.ts",
];

/** The slow ones first, in the order of the list, then as Vitest would. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const place = SLOW.findIndex((name) => moduleId.endsWith(name));
      return place < 0 ? SLOW.length : place;
    };
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}
