import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { LANGUAGE_NAMES, LANGUAGES, language, setLanguage } from '../language.js';
import { useSignal } from '../signal.js';
import { useTexts } from '../texts.js';
import { setTheme, THEMES, theme } from '../theme.js';
import { UI_TEXTS } from '../ui-texts.js';
import { Icon, type IconName, Mark } from './icons.js';

/** A switch between few choices, as a group of radio buttons that looks like one button. */
const Segments = <Value extends string>(props: {
  readonly legend: string;
  readonly name: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly lang?: string }[];
  readonly onChange: (value: Value) => void;
}) => (
  <fieldset class="zk-segments">
    <legend>{props.legend}</legend>
    <div>
      {props.options.map(({ value, label, lang }) => (
        <label key={value} lang={lang}>
          <input
            type="radio"
            name={props.name}
            checked={value === props.value}
            onChange={() => props.onChange(value)}
          />
          <span>{label}</span>
        </label>
      ))}
    </div>
  </fieldset>
);

export const LanguageSwitch = () => {
  const t = useTexts(UI_TEXTS);
  const options = LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value], lang: value }));
  return (
    <Segments
      legend={t.language}
      name="zk-language"
      value={language.value}
      options={options}
      onChange={setLanguage}
    />
  );
};

export const ThemeSwitch = () => {
  const t = useTexts(UI_TEXTS);
  const labels = { system: t.themeSystem, light: t.themeLight, dark: t.themeDark };
  const options = THEMES.map((value) => ({ value, label: labels[value] }));
  return (
    <Segments
      legend={t.theme}
      name="zk-theme"
      value={useSignal(theme)}
      options={options}
      onChange={setTheme}
    />
  );
};

export interface NavigationItem {
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
  readonly current: boolean;
}

export interface PageFrameProps {
  /** The name of the page, in its header and in the title of the document. */
  readonly name: string;
  /** The title of what is shown now; the document's title begins with it. */
  readonly title?: string;
  /** Where the name leads. */
  readonly home?: string;
  readonly navigation?: { readonly label: string; readonly items: readonly NavigationItem[] };
  /** For tables and pages with two columns. */
  readonly wide?: boolean;
  readonly footer?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** Header with navigation, main content, and a footer that switches language and theme. On phones the navigation is at the bottom. */
export const PageFrame = ({
  name,
  title,
  home = '#/',
  navigation,
  wide,
  footer,
  children,
}: PageFrameProps) => {
  const t = useTexts(UI_TEXTS);
  const documentTitle = title === undefined || title === name ? name : `${title} · ${name}`;
  useEffect(() => {
    document.title = documentTitle;
  }, [documentTitle]);
  return (
    <div class={`zk-page${wide ? ' zk-page-wide' : ''}${navigation ? ' zk-page-with-navigation' : ''}`}>
      {/* biome-ignore lint/a11y/useValidAnchor: it is navigation in the page, which has its fragment for itself. */}
      <a
        class="zk-skip"
        href="#main"
        onClick={(event) => {
          // The fragment belongs to the router of the page.
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
      >
        {t.skipToContent}
      </a>
      <header class="zk-header">
        <a class="zk-brand" href={home}>
          <Mark />
          <span>{name}</span>
        </a>
        {navigation && (
          <nav class="zk-navigation" aria-label={navigation.label}>
            {navigation.items.map((item) => (
              <a key={item.href} href={item.href} aria-current={item.current ? 'page' : undefined}>
                <Icon name={item.icon} />
                <span>{item.label}</span>
              </a>
            ))}
          </nav>
        )}
      </header>
      <main class="zk-main" id="main" tabIndex={-1}>
        {children}
      </main>
      <footer class="zk-footer">
        {footer}
        <div class="zk-switches">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </footer>
    </div>
  );
};
