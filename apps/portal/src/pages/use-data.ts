import { useCallback, useEffect, useState } from 'preact/hooks';
import { ApiError } from './api.js';

export interface Loaded<Data> {
  readonly data?: Data;
  readonly error?: ApiError;
  readonly reload: () => Promise<void>;
}

export const asApiError = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError(0, 'unknown', (error as Error).message);

/** Loads data when a component appears, and again when `key` changes. */
export function useData<Data>(load: () => Promise<Data>, key = ''): Loaded<Data> {
  const [state, setState] = useState<Omit<Loaded<Data>, 'reload'>>({});
  const reload = useCallback(
    () =>
      load().then(
        (data) => setState({ data }),
        (error) => setState({ error: asApiError(error) }),
      ),
    [key],
  );
  useEffect(() => void reload(), [reload]);
  return { ...state, reload };
}
