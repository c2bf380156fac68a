/** What a host's app answers to a request that the endpoint passed on: no framework would say it by itself. */
export const PASSED_ON: { readonly status: number; readonly body: string } = {
  status: 418,
  body: 'passed on',
}
