/** The response of a host's app to a request that the endpoint passed on. No framework sends it by itself. */
export const PASSED_ON: { readonly status: number; readonly body: string } = {
  status: 418,
  body: 'passed on',
}
