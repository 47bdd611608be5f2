import { useTexts } from '../texts.js';
import { UI_TEXTS } from '../ui-texts.js';

export const Spinner = () => <span class="zk-spinner" aria-hidden="true" />;

/** A wait that has no measure. */
export const Loading = ({ children }: { readonly children?: string }) => {
  const t = useTexts(UI_TEXTS);
  return (
    <p class="zk-loading" role="status">
      <Spinner />
      {children ?? `${t.working} …`}
    </p>
  );
};

export interface ProgressProps {
  /** What is going on, such as "Making the proof". */
  readonly label: string;
  /** From 0 to 1; a bar that only moves where it is not known. */
  readonly value?: number;
}

export const Progress = ({ label, value }: ProgressProps) => (
  <div class="zk-progress">
    <span class="zk-progress-label" id="zk-progress-label">
      {label}
      {value !== undefined && <span class="zk-progress-value">{Math.round(value * 100)} %</span>}
    </span>
    <progress aria-labelledby="zk-progress-label" max={1} value={value} />
  </div>
);
