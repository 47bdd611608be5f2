import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import { useLoaded } from './access.js';
import { Shown } from './pages/parts.js';

/** A page whose code is loaded when it is shown for the first time. */
export function lazyPage<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  let known: Promise<ComponentType<Props>> | undefined;
  return (props: Props) => {
    const [attempt, setAttempt] = useState(0);
    const loaded = useLoaded(async () => {
      known ??= load();
      try {
        return { Page: await known };
      } catch (error) {
        known = undefined;
        throw error;
      }
    }, [attempt]);
    return (
      <Shown loaded={loaded} onRetry={() => setAttempt(attempt + 1)}>
        {({ Page }) => <Page {...props} />}
      </Shown>
    );
  };
}
