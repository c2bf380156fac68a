import { responseHeaders, tokenBody } from '#bench/endpoint/fixed-response.js'

export async function POST(request: Request): Promise<Response> {
  await request.json()
  return new Response(tokenBody, { headers: responseHeaders })
}
