/** Guesses passwords of one account at once, as one process of a site does; tells how many were really checked. */
import { once } from "node:events";
import { closeConnections, connectTo } from "@/db/connections";
import { passwordHashes } from "@/lib/metrics";
import { signInWithPassword } from "@/lib/services/authentication/sign-in-with-password";

const [appUrl = "", username = "", guesses = "0"] = process.argv.slice(2);

connectTo({ appUrl }, { max: 10 });
console.log("ready");
await once(process.stdin, "data");
const now = new Date();
const attempts = Array.from({ length: Number(guesses) }, (_, number) =>
  signInWithPassword({
    username,
    password: `guess ${process.pid} ${number}`,
    ip: "198.51.100.9",
    userAgent: null,
    now,
  }),
);
const codes = (await Promise.all(attempts)).map(({ errorCode }) => errorCode);
const checked = (await passwordHashes.get()).values[0]?.value ?? 0;
console.log(JSON.stringify({ codes, checked }));
await closeConnections();
process.exit(0);
