import { startProgram } from '../src/demo-program.js'
import { walkDemo } from './demo-walk.js'

// A program of its own: Next changes the globals of the process that it runs in.
walkDemo(() => startProgram('next-chat'), {
  host: 'Next 16',
  line: 'export const { GET, POST, OPTIONS } = streamTokenProvider(verifyUser)',
  cookies: ['session'],
})
