import { useEffect, useState } from 'preact/hooks';

/** A value outside of components that several of them show. */
export interface Signal<Value> {
  value: Value;
  /** @returns a function that ends it */
  subscribe(listener: () => void): () => void;
}

export function signal<Value>(initial: Value): Signal<Value> {
  const listeners = new Set<() => void>();
  let current = initial;
  return {
    get value() {
      return current;
    },
    set value(next) {
      if (Object.is(next, current)) return;
      current = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/** The value of a signal. The component renders again when it changes. */
export function useSignal<Value>(source: Signal<Value>): Value {
  const [, render] = useState<Value>(source.value);
  useEffect(() => {
    const update = () => render(() => source.value);
    // It may have changed between rendering and now.
    update();
    return source.subscribe(update);
  }, [source]);
  return source.value;
}
