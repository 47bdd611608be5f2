import { type Language, qrPath, textsIn } from '@zk-income/ui';
import { type RequestState, watchRequest } from '../shared/request-status.js';
import { readSource, type Source } from './read-source.js';
import { STYLE } from './style.js';
import { TEXTS } from './texts.js';

/** `loading` until the state is known. Never a verdict: the site's server asks for that with its API key. */
export type ElementState = 'loading' | RequestState | 'error';

/** `src_invalid`: not the `link` of a request; `status_unavailable`: the verifier does not answer, the element goes on asking. */
export type ElementError = 'src_invalid' | 'status_unavailable';

const SVG = 'http://www.w3.org/2000/svg';
const FAILURES = 3;

interface Attributes {
  readonly [name: string]: string;
}

function create(name: string, attributes: Attributes, ...children: (Node | string)[]): HTMLElement {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function qrCode(text: string, label: string): SVGElement {
  const { path, size } = qrPath(text);
  const draw = (name: string, attributes: Attributes) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const svg = draw('svg', {
    viewBox: `0 0 ${size} ${size}`,
    role: 'img',
    part: 'qr',
    'aria-label': label,
    'shape-rendering': 'crispEdges',
  });
  // Dark on white in both themes: many readers do not find an inverted code.
  svg.append(draw('rect', { width: `${size}`, height: `${size}`, fill: '#fff' }));
  svg.append(draw('path', { d: path, fill: '#000' }));
  return svg;
}

/** One style sheet for all elements. It is no inline style, so a strict policy of the site allows it. */
let style: CSSStyleSheet | undefined;
function sharedStyle(): CSSStyleSheet {
  if (style === undefined) {
    style = new CSSStyleSheet();
    style.replaceSync(STYLE);
  }
  return style;
}

/**
 * `<income-request src="LINK" lang="de" theme="auto">`: shows a request for a proof of income, and its public state.
 *
 * - `src`: the `link` of `POST /requests`
 * - `lang`: `en` or `de`; otherwise the language around the element, then that of the browser
 * - `theme`: `light`, `dark` or `auto` for that of the device; otherwise that of the page
 *
 * Events, which do not bubble: `done` (answered: ask your server for the verdict), `gone` (expired, withdrawn or deleted),
 * `error` with `detail.code`.
 */
export class IncomeRequest extends HTMLElement {
  static readonly observedAttributes = ['src', 'lang'];

  readonly #root = this.attachShadow({ mode: 'open' });
  /** Stays in place, so that screen readers announce what changes in it. */
  readonly #stateLine = create('p', { class: 'state', part: 'state', role: 'status', 'aria-live': 'polite' });
  #state: ElementState = 'loading';
  #source: Source | undefined;
  #watch: AbortController | undefined;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [sharedStyle()];
  }

  get state(): ElementState {
    return this.#state;
  }

  get src(): string {
    return this.getAttribute('src') ?? '';
  }

  set src(value: string) {
    this.setAttribute('src', value);
  }

  connectedCallback(): void {
    this.#open();
  }

  disconnectedCallback(): void {
    this.#watch?.abort();
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (!this.isConnected || before === after) return;
    if (name === 'src') this.#open();
    else this.#render();
  }

  #open(): void {
    this.#watch?.abort();
    this.#watch = new AbortController();
    this.#source = readSource(this.src);
    this.#state = this.#source === undefined ? 'error' : 'loading';
    this.#render();
    // Frameworks set `src` after they have inserted the element.
    if (this.#source !== undefined) this.#follow(this.#source, this.#watch.signal);
    else if (this.src !== '') this.#emit('error', 'src_invalid');
  }

  #follow({ statusUrl }: Source, signal: AbortSignal): void {
    let failures = 0;
    void watchRequest({
      url: statusUrl,
      signal,
      onState: (state) => {
        failures = 0;
        this.#show(state);
        if (state !== 'open') this.#emit(state);
      },
      onFailure: () => {
        failures += 1;
        if (failures !== FAILURES) return;
        this.#show('error');
        this.#emit('error', 'status_unavailable');
      },
    });
  }

  #emit(type: 'done' | 'gone' | 'error', code?: ElementError): void {
    this.dispatchEvent(new CustomEvent(type, { detail: code === undefined ? {} : { code } }));
  }

  #show(state: ElementState): void {
    if (state === this.#state) return;
    const wasOver = this.#isOver;
    this.#state = state;
    if (wasOver === this.#isOver) this.#renderState();
    else this.#render();
  }

  get #isOver(): boolean {
    return this.#state === 'done' || this.#state === 'gone';
  }

  get #language(): Language {
    const around = this.closest('[lang]')?.getAttribute('lang') ?? '';
    const tags = [around, ...navigator.languages].map((tag) => tag.slice(0, 2).toLowerCase());
    return tags.find((tag): tag is Language => tag === 'en' || tag === 'de') ?? 'en';
  }

  get #texts() {
    return textsIn(TEXTS, this.#language);
  }

  #render(): void {
    const t = this.#texts;
    const section = create('section', { part: 'card', lang: this.#language, 'aria-label': t.title });
    section.append(create('h2', { part: 'title' }, t.title));
    if (this.#source !== undefined && !this.#isOver) section.append(...this.#ways(this.#source));
    section.append(this.#stateLine);
    this.#renderState();
    this.#root.replaceChildren(section);
  }

  #ways({ host, opens, page }: Source): Node[] {
    const t = this.#texts;
    return [
      create('p', { class: 'muted', part: 'lead' }, t.lead(host)),
      qrCode(opens, t.qr),
      create('p', { class: 'muted' }, t.scan),
      create('a', { class: 'button', part: 'button', href: opens }, t.open),
      create(
        'a',
        { class: 'help', part: 'help', href: page, target: '_blank', rel: 'noopener noreferrer' },
        `${t.help} ${t.newTab}`,
      ),
    ];
  }

  #renderState(): void {
    const t = this.#texts;
    const texts: Readonly<Record<ElementState, string>> = {
      loading: '',
      open: t.waiting,
      done: t.done,
      gone: t.gone,
      error: this.#source === undefined ? t.invalid : t.unavailable(this.#source.host),
    };
    this.#stateLine.dataset.state = this.#state;
    this.#stateLine.textContent = texts[this.#state];
    this.#stateLine.hidden = texts[this.#state] === '';
  }
}
