// The little of their runtimes that the entries name.
declare const Bun: {
  serve(options: {
    readonly hostname: string
    readonly port: number
    readonly fetch: (request: Request) => Promise<Response>
  }): { readonly port: number }
}

declare const Deno: {
  serve(
    options: { readonly hostname: string; readonly port: number },
    answer: (request: Request) => Promise<Response>,
  ): unknown
}
