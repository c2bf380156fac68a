import { describe, expect, it } from 'vitest'
import { typedLines } from '../rehearsal/examples.mjs'

const fence = code => `\`\`\`sh\n${code}\n\`\`\`\n`
const COMMANDS = fence('npm install\nnpm test   # with the emulator\n\n# then\nnpm start')
const REQUESTS = fence(
  'curl -c jar \\\n  -d \'{"name": "alice"}\' http://localhost:3000/login\ncurl -b jar -X POST http://localhost:3000/stream/token\n# a token\n{ }',
)

describe('typedLines', () => {
  it('returns the commands, the server and the requests', () => {
    expect(typedLines(`# Title\n${COMMANDS}Then:\n${REQUESTS}`)).toEqual({
      setup: ['npm install', 'npm test'],
      server: 'npm start',
      curls: [
        'curl -c jar -d \'{"name": "alice"}\' http://localhost:3000/login',
        'curl -b jar -X POST http://localhost:3000/stream/token',
      ],
    })
  })

  it.each([
    ['one fence', COMMANDS, 'two sh fences'],
    ['no request', COMMANDS + fence('ls'), 'no curl line'],
  ])('throws on a README with %s', (_, readme, message) => {
    expect(() => typedLines(readme)).toThrow(message)
  })
})
