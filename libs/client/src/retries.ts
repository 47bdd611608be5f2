/** Responses after which the same request may succeed: the service restarts, or runs the first request still. */
const isTemporary = async (response: Response): Promise<boolean> => {
  if ([502, 503, 504].includes(response.status)) return true;
  if (response.status !== 409) return false;
  const body = await response
    .clone()
    .json()
    .catch(() => undefined);
  return body?.code === 'in_progress';
};

const FIRST_PAUSE_MS = 250;

/** Waits; rejects with the reason of the signal if that aborts first. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, milliseconds);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

/**
 * Sends a request again, after 250 ms, 500 ms and so on, if the connection fails or the response is temporary.
 *
 * @param retries how many times
 */
export const withRetries =
  (send: (request: Request) => Promise<Response>, retries: number) =>
  async (request: Request): Promise<Response> => {
    for (let attempt = 0; ; attempt++) {
      const isLast = attempt === retries;
      try {
        const response = await send(isLast ? request : request.clone());
        if (isLast || !(await isTemporary(response))) return response;
        await response.body?.cancel();
      } catch (error) {
        if (isLast || request.signal.aborted) throw error;
      }
      await pause(FIRST_PAUSE_MS * 2 ** attempt, request.signal);
    }
  };
