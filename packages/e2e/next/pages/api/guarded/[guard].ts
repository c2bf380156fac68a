export { answerGuarded as default } from '../../../lib/guarded-api'
