/** What the portal's server gets from the process that starts it. It is not configured by the environment: keys are in it. */
export interface PortalSettings {
  /** 0 selects a free port. */
  readonly port: number;
  /** 256 random bits, base64url: the browser that opens the page with it gets the session. */
  readonly startToken: string;
  /** The file of the lists of offers and requests. */
  readonly listsFile: string;
  /** The folder of the built pages. */
  readonly pages: string;
  /** The issuer that the payroll page uses. */
  readonly issuer: ServiceAccess;
  readonly verifier: ServiceAccess;
  /** `/config.json` of the wallet page. */
  readonly wallet: object;
}

export interface ServiceAccess {
  /** Where this process reaches the service. */
  readonly url: string;
  /** Its `PUBLIC_URL`, as credentials and requests have it. */
  readonly publicUrl: string;
  readonly apiKey: string;
}
