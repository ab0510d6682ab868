/**
 * One process runs many files, since starting it and loading libraries takes longer than many a file's tests. Each file
 * finds it as if it were new: it loads our own modules again, so that nothing is left of what they remember, and what is
 * kept outside of modules is as it was before. A file that mocks a module gives it back by itself (`vi.doUnmock`).
 */
import { afterAll, vi } from "vitest";

vi.resetModules();
const settings = { ...process.env };

// Begun here before any of the file's own, it runs after all of them.
afterAll(() => {
  vi.unstubAllEnvs();
  for (const name of Object.keys(process.env)) if (!(name in settings)) delete process.env[name];
  Object.assign(process.env, settings);
  for (const name of Object.keys(globalThis)) if (name.startsWith("signbook")) Reflect.deleteProperty(globalThis, name);
});
