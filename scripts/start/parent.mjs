// The parent of the process behind `npm start`: npm, the demo, or a test.

/** npm, as the shell saw it that it started. It may have ended since. */
const npm =
  process.env.npm_lifecycle_event === undefined
    ? undefined
    : Number(process.env.START_PARENT ?? process.ppid);
const POLL_MS = 250;

/** Calls a function when the parent has ended, also if that was before this call. */
export function onParentExit(stop) {
  if (process.send !== undefined) {
    process.once('disconnect', stop);
    if (!process.connected) stop();
  }
  // npm, and the shell that it uses, may end without passing a signal on.
  if (npm === undefined) return;
  const check = () => process.ppid === npm || stop();
  check();
  setInterval(check, POLL_MS).unref();
}
