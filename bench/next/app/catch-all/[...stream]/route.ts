import { responseHeaders, tokenBody } from '#bench/endpoint/fixed-response.js'

export function POST(): Response {
  return new Response(tokenBody, { headers: responseHeaders })
}
