import { answerHeaders, tokenAnswer } from '#bench/endpoint/answer.js'

export function POST(): Response {
  return new Response(tokenAnswer, { headers: answerHeaders })
}
