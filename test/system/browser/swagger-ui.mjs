// What a person does in Swagger UI.
import assert from 'node:assert/strict';

/** Swagger UI of one service in a page of the browser. */
export class SwaggerUi {
  constructor(page, url) {
    this.page = page;
    this.url = url;
  }

  async open() {
    await this.page.goto(`${this.url}/docs`);
    await this.page.locator('.opblock').first().waitFor();
  }

  /** Enters an API key under "Authorize". */
  async authorize(key) {
    await this.page.locator('.scheme-container .btn.authorize').click();
    const dialog = this.page.locator('.dialog-ux');
    // The first form is that of API clients; the issuer has one for access tokens of wallets too.
    const form = dialog.locator('form').first();
    await form.locator('input').fill(key);
    await form.locator('button.authorize[type=submit]').click();
    await dialog.locator('.btn-done').first().click();
  }

  /** Whether the button "Authorize" shows that a key was entered. */
  isAuthorized() {
    return this.page.locator('.scheme-container .btn.authorize.locked').isVisible();
  }

  /** The operations of the page as `METHOD path`, from top to bottom. */
  async operations() {
    const blocks = await this.page.locator('.opblock').all();
    return Promise.all(
      blocks.map(async (block) => {
        const method = await block.locator('.opblock-summary-method').textContent();
        const path = await block.locator('.opblock-summary-path').getAttribute('data-path');
        return `${method.trim()} ${path}`;
      }),
    );
  }

  /** The block of an operation, opened. */
  async openOperation(operation) {
    const [method, path] = operation.split(' ');
    const block = this.page.locator(`.opblock-${method.toLowerCase()}`, {
      has: this.page.locator(`[data-path="${path}"]`),
    });
    if (!(await block.getAttribute('class')).includes('is-open'))
      await block.locator('.opblock-summary-control').click();
    await block.locator('.btn.execute').waitFor();
    return block;
  }

  /** Closes a block: the page gets slower with each open one. */
  async closeOperation(block) {
    await block.locator('.opblock-summary-control').click();
    await block.locator('.btn.execute').waitFor({ state: 'detached' });
  }

  /** The names of the examples of a request body; one that is undefined if there is no choice. */
  async examples(block) {
    const options = await block
      .locator('.opblock-section-request-body select.examples-select-element option')
      .all();
    const names = await Promise.all(options.map((option) => option.getAttribute('value')));
    return names.length === 0 ? [undefined] : names;
  }

  async chooseExample(block, name) {
    if (name !== undefined)
      await block.locator('.opblock-section-request-body select.examples-select-element').selectOption(name);
  }

  /** Presses "Execute". Returns the request that was sent, and the status that the page shows. */
  async execute(block) {
    const [response] = await Promise.all([
      this.page.waitForResponse((one) => ['fetch', 'xhr'].includes(one.request().resourceType())),
      block.locator('.btn.execute').click(),
    ]);
    const status = response.status();
    await block
      .locator(`.live-responses-table .response-col_status`, { hasText: String(status) })
      .first()
      .waitFor();
    assert.equal(await block.locator('.errors-wrapper').count(), 0);
    return { status, request: response.request() };
  }
}
