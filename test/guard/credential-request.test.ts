import { describe, expect, it } from 'vitest'
import { replaceCredentialRequests } from '../../src/guard/index.ts'

const official = 'Please add GitHub on the secure page.'

describe('replaceCredentialRequests', () => {
  it.each([
    'Please paste your GitHub token here.',
    'Could you send me your API key?',
    'What is your password?',
    'I need your personal access token to continue.',
    'Bitte gib mir dein Passwort.',
    'Por favor, pega tu token de acceso aquí.',
    'Merci de fournir votre mot de passe.',
    'Por favor, envie sua senha.',
    'Пришлите ваш токен.',
    '请提供您的访问令牌。',
    'トークンを貼り付けてください。',
    '토큰을 입력해 주세요.',
    'कृपया अपना टोकन पेस्ट करें।',
    'من فضلك أرسل كلمة المرور.',
  ])('replaces %j', (sentence) => {
    expect(replaceCredentialRequests(sentence, official)).toEqual({ text: official, replaced: true })
  })

  it('keeps the sentences around it, and says the official words once', () => {
    const text =
      'I can list your repositories. Please paste your token. Then send me the API key too. It takes a minute.'
    expect(replaceCredentialRequests(text, official).text).toBe(
      `I can list your repositories. ${official} It takes a minute.`,
    )
  })

  it.each([
    'Never share your password with anyone.',
    'Please do not paste tokens into the chat.',
    'Your token was added.',
    'The key result is that sales grew by 4.5 percent.',
    'I found three repositories with access tokens in their settings.',
    'The password policy changed last year.',
  ])('leaves %j alone', (sentence) => {
    expect(replaceCredentialRequests(sentence, official)).toEqual({ text: sentence, replaced: false })
  })
})
