export type { MirroredStore } from '@stream-token/mirror'
