import {
  Actions,
  Alert,
  Button,
  Card,
  Details,
  Field,
  IconList,
  Loading,
  language,
  Select,
  say,
  useTexts,
  type Words,
} from '@zk-income/ui';
import { useEffect, useState } from 'preact/hooks';
import { type ApiError, api, type Template } from '../api.js';
import { Problem } from '../problem.js';
import { goTo } from '../route.js';
import { LEGAL_BASES, TEXTS } from '../texts.js';
import { asApiError, useData } from '../use-data.js';
import { ParameterField } from './parameter-field.js';
import {
  currencyOf,
  type Entered,
  initialValues,
  parametersOf,
  shownParameters,
  unreadable,
} from './template-parameters.js';

const PREVIEW_PAUSE_MS = 300;

/** What the applicant would be asked, in words, while the landlord types. */
function usePreview(template: Template, entered: Entered) {
  const [statements, setStatements] = useState<readonly Words[]>([]);
  const [error, setError] = useState<ApiError>();
  const body = JSON.stringify({
    template: template.id,
    parameters: parametersOf(template, entered, language.value),
  });
  const isReadable = unreadable(template, entered).length === 0;
  useEffect(() => {
    let isCurrent = isReadable;
    if (!isReadable) setStatements([]);
    const timer = setTimeout(async () => {
      if (!isCurrent) return;
      const found = await api.preview(JSON.parse(body)).catch(asApiError);
      if (!isCurrent) return;
      setError('statements' in found ? undefined : found);
      setStatements('statements' in found ? found.statements : []);
    }, PREVIEW_PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [body, isReadable]);
  return { statements, error };
}

const RequestForm = ({ templates }: { readonly templates: readonly Template[] }) => {
  const t = useTexts(TEXTS);
  const [id, setId] = useState(templates[0]!.id);
  const template = templates.find((one) => one.id === id)!;
  const [entered, setEntered] = useState<Entered>(() => initialValues(template));
  const [title, setTitle] = useState('');
  const [basis, setBasis] = useState<keyof typeof LEGAL_BASES>('contract');
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const { statements, error: previewError } = usePreview(template, entered);
  const wrong = unreadable(template, entered);
  const parameters = shownParameters(template);

  const choose = (chosen: Template['id']) => {
    setId(chosen);
    setEntered(initialValues(templates.find((one) => one.id === chosen)!));
  };
  const field = (parameter: (typeof parameters)[number]) => (
    <ParameterField
      key={`${id}-${parameter.name}`}
      parameter={parameter}
      value={entered[parameter.name] ?? ''}
      currency={currencyOf(template, entered)}
      error={
        wrong.includes(parameter.name)
          ? t.unreadable
          : (error ?? previewError)?.faultOf(`parameters/${parameter.name}`)
      }
      onInput={(value) => setEntered({ ...entered, [parameter.name]: value })}
    />
  );
  const submit = async () => {
    setTried(true);
    if (title.trim() === '' || wrong.length > 0) return;
    setBusy(true);
    try {
      const created = await api.createRequest({
        ...{ title, purpose: t.purposeOf(title), legal_basis: say(LEGAL_BASES[basis]) },
        ...{ template: id, parameters: parametersOf(template, entered, language.value) },
      });
      goTo('landlord', created.id);
    } catch (failure) {
      setError(asApiError(failure));
      setBusy(false);
    }
  };

  return (
    <form
      class="zk-stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Card title={t.whatFor}>
        <Field
          label={t.flat}
          hint={t.flatHint}
          value={title}
          maxLength={100}
          required
          error={isTried && title.trim() === '' ? t.flatMissing : undefined}
          onInput={setTitle}
        />
        <Select
          label={t.legalBasis}
          hint={t.legalBasisHint}
          value={basis}
          options={Object.entries(LEGAL_BASES).map(([value, words]) => ({
            value: value as keyof typeof LEGAL_BASES,
            label: say(words),
          }))}
          onChange={setBasis}
        />
      </Card>
      <Card title={t.whatToAsk}>
        <Select
          label={t.template}
          hint={say(template.description)}
          value={id}
          options={templates.map((one) => ({ value: one.id, label: say(one.name) }))}
          onChange={choose}
        />
        {parameters.filter(({ required, name }) => required && name !== 'currency').map(field)}
        <Details title={t.more}>
          <div class="zk-stack">
            {parameters.filter(({ required, name }) => !required || name === 'currency').map(field)}
          </div>
        </Details>
      </Card>
      <Card title={t.preview} tone="accent" icon="info">
        <div aria-live="polite">
          <IconList icon="check" items={statements.map(say)} />
        </div>
        <p class="zk-muted">{t.notLearned}</p>
      </Card>
      <Problem error={error ?? previewError} />
      <Alert>{t.humanDecides}</Alert>
      <Actions>
        <Button type="submit" kind="primary" busy={isBusy}>
          {t.createRequest}
        </Button>
      </Actions>
    </form>
  );
};

/** Creates a request from a template. */
export const NewRequest = () => {
  const t = useTexts(TEXTS);
  const { data, error } = useData(api.templates);
  return (
    <div class="zk-stack">
      <h1>{t.newRequest}</h1>
      <Problem error={error} />
      {data === undefined ? error === undefined && <Loading /> : <RequestForm templates={data.templates} />}
    </div>
  );
};
