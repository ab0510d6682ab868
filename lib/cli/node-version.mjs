/** Plain and old-fashioned on purpose: it must run, and say something useful, on a Node.js that is too old. */
const MINIMUM = [20, 9];

export function requireNodeVersion() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return;
  console.error(
    `Signbook needs Node.js ${MINIMUM.join(".")} or newer, and this is ${process.versions.node}.\n` +
      "Install a current version from https://nodejs.org and run the command again.",
  );
  process.exit(1);
}
