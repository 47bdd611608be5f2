import { signal } from '@preact/signals';

/** What is after `#/`: the place in the portal, by which pages can be linked and the browser goes back. */
export const route = signal<readonly string[]>([]);

const read = () => {
  route.value = location.hash
    .replace(/^#\/?/, '')
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
};
read();
addEventListener('hashchange', () => {
  read();
  scrollTo(0, 0);
});

export const goTo = (...parts: string[]): void => {
  location.hash = `#/${parts.map(encodeURIComponent).join('/')}`;
};
