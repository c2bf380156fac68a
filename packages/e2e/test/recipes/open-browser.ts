/** A browser at a site: keeps cookies, does not follow redirects. */
export function openBrowser(url: string) {
  const cookies = new Map<string, string>()
  /** Sends a request from a page of the site. */
  const request = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.set('origin', url)
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(url + path, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }
  const post = (path: string, form?: Readonly<Record<string, string>>): Promise<Response> =>
    request(path, { method: 'POST', ...(form && { body: new URLSearchParams(form) }) })
  return {
    cookies,
    request,
    post,
    /** Requests a token: the token, or the reason why there is none. */
    async token(): Promise<string> {
      const { token, reason } = await (await post('/stream/token')).json()
      return token ?? reason
    },
  }
}
