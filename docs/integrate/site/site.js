// The element says that there is an answer, and never which: the site's own server says that.
const element = document.querySelector('income-request');
const result = document.querySelector('#result');

element?.addEventListener('done', async () => {
  const response = await fetch('/result', { method: 'POST' });
  const { verified, statements = [] } = response.ok ? await response.json() : {};
  result.textContent = verified
    ? `Thank you, this is confirmed: ${statements.join('. ')}.`
    : 'Something went wrong. Please call us.';
  result.dataset.verified = String(verified === true);
});

element?.addEventListener('gone', () => {
  result.textContent = 'The request has ended. Load this page again from the start to apply.';
});

element?.addEventListener('error', ({ detail }) => {
  console.warn(`income-request: ${detail.code}`);
});
