/** Runs until it is told to end, and says so when it is. */
const timer = setInterval(() => {}, 1000);
process.once("SIGTERM", () => {
  clearInterval(timer);
  console.log("told to end");
});
process.send?.("ready");
