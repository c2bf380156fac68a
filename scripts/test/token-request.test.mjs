import { expect, it } from 'vitest'
import { tokenRequest } from '../token-request.mjs'

const LINE =
  "curl -s -X POST http://localhost:3000/stream/token -H 'Cookie: session=a; session.sig=b' -w '\\n'"

it('reads the request of a whole curl line', () => {
  expect(tokenRequest(`The page:\n${LINE}\n`)).toEqual({
    url: 'http://localhost:3000/stream/token',
    cookie: 'session=a; session.sig=b',
  })
})

it.each(['', LINE, LINE.slice(0, 60), 'curl http://localhost:3000\n'])('finds none in %s', printed => {
  expect(tokenRequest(printed)).toBeUndefined()
})
