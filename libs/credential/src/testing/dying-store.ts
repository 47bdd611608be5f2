/**
 * A process that dies before or after its n-th call of a store: that call and all later ones throw. `after` executes
 * the n-th call first, as if only its response was lost.
 */
export function dyingAt(call: number, when: 'before' | 'after') {
  let calls = 0;
  const die = (): never => {
    throw new Error('The process died.');
  };
  const wrap = <T extends object>(store: T): T =>
    new Proxy(store, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]) => {
          calls += 1;
          if (calls > call || (calls === call && when === 'before')) die();
          const result: unknown = await member.apply(target, args);
          return calls >= call ? die() : result;
        };
      },
    });
  return { wrap, calls: () => calls };
}
