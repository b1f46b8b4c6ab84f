import { describe, expect, it } from 'vitest'
import { replaceCredentialRequests } from '../../src/guard/index.ts'
import { watchCredentialRequests } from '../../src/guard/scrub/credential-requests-stream.ts'

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

  it('replaces requests in many words and languages', () => {
    const asking = [
      "Just drop the API key in this chat and I'll take it from there.",
      "To continue, I'll need you to share the personal access token with me.",
      'Can you copy your GitHub token over here?',
      'Kindly reply with your Slack bot token.',
      "What's the API key?",
      'Please give me the secret so that I can log in.',
      'Once you have the token, paste it here.',
      'You can just type your password below.',
      'Mind sharing your access key with me?',
      'Let me have your token, please.',
      'Go ahead and put your credentials in your next message.',
      'Please provide a valid API key.',
      "I'd need the password for your account.",
      'Tell me your PIN and passphrase.',
      'Bitte schick mir deinen GitHub-Token.',
      'Könntest du deinen API-Schlüssel hier einfügen?',
      'Wie lautet dein Passwort?',
      'Ich brauche dein Zugriffstoken, um weiterzumachen.',
      'Nenne mir bitte dein Kennwort.',
      'Gib hier deinen Zugangsschlüssel ein.',
      '¿Cuál es tu contraseña?',
      '¿Puedes compartir conmigo tu clave de API?',
      'Escribe aquí tu token de acceso personal.',
      'Necesito tu contraseña para continuar.',
      'Pásame tu token de GitHub.',
      'Pouvez-vous me donner votre clé API ?',
      "Colle ton jeton ici, s'il te plaît.",
      "J'ai besoin de votre mot de passe.",
      'Quel est votre mot de passe ?',
      'Envoie-moi ton token GitHub.',
      '请把你的密码告诉我。',
      '请在这里粘贴你的 GitHub token。',
      '我需要你的 API 密钥才能继续。',
      '你的密码是什么?',
      'パスワードを教えてください。',
      'GitHubのアクセストークンをここに貼り付けてください。',
      'APIキーが必要です。',
      'Qual é a sua senha?',
      'Preciso do seu token de acesso.',
      'Mi serve la tua password.',
      'Мне нужен твой токен GitHub.',
      'Какой у тебя пароль?',
      'Geef me je wachtwoord.',
    ]
    for (const sentence of asking)
      expect(replaceCredentialRequests(sentence, official).text, sentence).toBe(official)
  })

  it('leaves instructions, reports, refusals and talk about tokens alone', () => {
    const staying = [
      'To create a token, open Settings, choose Developer settings, and click Generate new token.',
      'You can create a personal access token at https://github.com/settings/tokens.',
      'The model produces about 60 tokens per second.',
      'This request needs 4,000 tokens of context.',
      'Your token was stored.',
      'Your token is stored safely and never shown to me.',
      'I do not need your password for that.',
      'Send the request with the header Authorization: Bearer and the token from the environment.',
      'The function takes a token and returns the user.',
      'You need to enter the password on the sign-in page of GitHub itself, not here.',
      'Keep your API key secret.',
      'The key to success is to share your plans early.',
      'Press the Enter key to send the form.',
      'The pull request "Require tokens for all API calls" was merged.',
      'Issue 12 says that users enter their password twice.',
      'I have posted the comment about the token refresh.',
      'Pat gave you the report yesterday.',
      'The workflow sends a token to the deployment service.',
      'GitHub requires a token for this endpoint.',
      'I gave the team the key figures.',
      'The test types a password into the login form.',
      'What is a token?',
      'What is an API key and why do services need one?',
      'The API key you provided was added as account ranaroussi.',
      'Rotate the secret keys and tell the team.',
      'Here is how to reset your password: open the account page and choose Forgot password.',
      'If you lost the token, revoke it and create a new one.',
      'The commit adds a field "password" to the form.',
      "I can't see your token, so you need not send anything.",
      'The login page will ask you for your password.',
      'Der Token wurde gespeichert.',
      'Einen Token erstellst du unter Einstellungen, Entwickler.',
      'Das Modell schafft 60 Token pro Sekunde.',
      'Tu token se guardó correctamente.',
      'Puedes crear un token en la página de configuración.',
      'Votre jeton a été enregistré.',
      'Le modèle produit 60 jetons par seconde.',
      '您的令牌已保存。',
      '该模型每秒生成60个令牌。',
      'トークンを保存しました。',
      'トークンは設定ページで作成できます。',
      'Seu token foi salvo.',
      'The store sends a keyboard with German keys.',
      'Enter opens the file; the other keys give you the menu.',
      'I need 20 tokens for this answer.',
      'The primary key must be provided in the table.',
    ]
    for (const sentence of staying)
      expect(replaceCredentialRequests(sentence, official).text, sentence).toBe(sentence)
  })
})

describe('what is not asked of this user for us', () => {
  const services = ['github', 'acme_crm']

  it.each([
    'Run `gh auth login`, choose GitHub.com, and paste your token when prompted.',
    'To log in with gh, run gh auth login and enter your token at the prompt.',
    'Open a terminal, type gh auth login --with-token and paste your personal access token there.',
    'You can put your API key into the .env file.',
    'Please ask your admin to send you the API key.',
    'Ask Bob for his token, please.',
    'You could ask your users to enter their password again.',
    'Please remind the customer to provide their API key.',
    'Here is a draft:\n\nHi Bob,\n\nplease send me your API key so that I can deploy.\n\nBest, Ann',
    'Draft reply to the vendor:\n> Please share your access token with us.\nShall I send it?',
    'Subject: Access\n\nDear team,\ncould you give me your password for staging?',
    '```\nread -p "Please enter your token: " TOKEN\n```',
    'The script prints "Please enter your password" and waits.',
    'The mail says: "We lost your account. Please send us your password. Reply here." It is phishing.',
    'A scammer may ask: please tell me your PIN.',
    'In GitLab, go to Settings and paste your token in the Access token field.',
    'Click Add secret and paste your API key into the Value box.',
    'Set `OPENAI_API_KEY` to your key and restart.',
    'Here is the translation:\nPlease enter your password.',
    'Der Befehl fragt: „Bitte gib dein Passwort ein.“',
    'Füge dein Token im Terminal ein.',
    'Introduce tu contraseña en la terminal.',
    'Your admin will give you a token, please keep it safe.',
    'They wrote: “Please send me your password, thanks.”',
  ])('stays: %j', (text) => {
    expect(replaceCredentialRequests(text, official, { services })).toEqual({ text, replaced: false })
    const watcher = watchCredentialRequests(official, { services })
    expect(Array.from(text, (piece) => watcher.push(piece)).join('') + watcher.end()).toBe(text)
  })

  it.each(['GitLab token', 'Slack API key', 'Netflix password', 'Jira credentials', 'Dropbox access token'])(
    'stays where it is about a service the formation does not use: %s',
    (credential) => {
      const text = `Please send me your ${credential}.`
      expect(replaceCredentialRequests(text, official, { services }).text).toBe(text)
      expect(replaceCredentialRequests(text, official).text).toBe(official)
    },
  )
})

describe('what is asked of this user for us', () => {
  it.each([
    'Please paste your GitHub token here.',
    'Please send me your Acme token.',
    'Please send me your token.',
    'To connect GitHub:\n1. Create a token at https://github.com/settings/tokens.\n2. Paste it here.',
    'Please send me your token in your next message.',
    'I need your API key to list the files in the repository.',
    'Write me a message with this:\nyour token. Please paste your token here.',
    'Please share your "GitHub" token with me.',
    'Please provide your Personal Access Token.',
    'Paste your token here in this chat, not in the terminal.',
    "Sure! What's your GitHub password?",
    'Please paste your token here so that I can put it into the config file.',
    'Go ahead and paste your GitHub token right here.',
    'Run nothing; just send me your token.',
    '1. Paste your token here.',
  ])('is replaced: %j', (text) => {
    const { replaced } = replaceCredentialRequests(text, official, { services: ['github', 'acme_crm'] })
    expect(replaced).toBe(true)
  })
})
