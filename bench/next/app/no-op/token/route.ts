import { answerHeaders, tokenAnswer } from '#bench/endpoint/answer.js'

export async function POST(request: Request): Promise<Response> {
  await request.json()
  return new Response(tokenAnswer, { headers: answerHeaders })
}
