import { startProgram } from '../src/demo-program.js'
import { walkDemo } from './demo-walk.js'

// A separate program, because Next changes the globals of its process.
walkDemo(() => startProgram('next-chat'), {
  host: 'Next 16',
  line: 'export const { GET, POST, OPTIONS } = streamTokenProvider(verifyUser)',
  cookies: ['session'],
})
