/** What is said in Japanese. Long because every sentence stands in one list. */
import type { Phrasebook } from '../phrasebook.ts'

/** Japanese sentences. */
export const jaReplies: Phrasebook = {
  code: 'ja',
  commands: {
    cancel: 'キャンセル',
    again: 'もう一度',
    done: '完了',
    both: '両方',
    all: '全部',
    no: 'いいえ',
    add: '{service}アカウントを追加',
    addAny: '私のアカウントを接続',
    remove: '{service}アカウントを削除',
    usage: '私の{service}アカウントを使ったのは誰？',
  },
  credentials: {
    password: 'パスワード',
    username: 'ユーザー名',
    token: 'トークン',
    apiKey: 'APIキー',
    credential: '認証情報',
  },
  phrases: {
    whichService: 'どのサービスですか？ 使えるのは {services} です。',
    whichServiceToAdd: 'どのサービスですか？ 接続できるのは {services} です。',
    noService: 'ここにはあなたのアカウントが必要なサービスはありません。',
    which: '{service}のアカウントがいくつかあります：{accounts}。どれにしますか？',
    whichSingle:
      '{service}のアカウントがいくつかあります：{accounts}。これは一度に一つのアカウントでしか使えません。どれにしますか？',
    toBeAddedAgain: '{account}（もう一度追加が必要）',
    wrongDamaged: '{account}の保存内容が読めなくなりました',
    wrongExpired: '{service}の{account}の認証情報（{what}）は期限切れです',
    wrongRejected: '{account}は{service}に受け付けられなくなりました',
    broken: '{wrong}。{usable}を使いますか、それとももう一度追加しますか？',
    none: 'まだアカウントは接続されていません。',
    noneOf: '{service}のアカウントはまだありません。接続するには「{add}」と言ってください。',
    notFound: 'その名前のアカウントは見つかりません。お持ちなのは {accounts} です。',
    notFoundNone: 'その名前のアカウントは見つかりません。',
    taken: '{accounts}のことですね。',
    switched: 'この会話では{service}で {accounts} を使います。',

    ask: '{service}の認証情報（{what}）をここに入力してください：',
    askForUse: '{service}へのアクセスが必要です。認証情報（{what}）をここに入力してください：',
    askAnew: '{service}は認証情報を受け付けなくなりました。新しいもの（{what}）を入力してください：',
    askAnewOf:
      '{service}は{account}の認証情報を受け付けなくなりました。新しいもの（{what}）を入力してください：',
    askAnewExpired: '{service}の{account}の認証情報は期限切れです。新しいもの（{what}）を入力してください：',
    askAnewDamaged: '{account}の保存内容が読めなくなりました。もう一度（{what}）入力してください：',
    offer:
      '誰かに読まれる前に、メッセージから{service}の認証情報（{what}）を取り除きました。アカウントに追加しますか？（はい／いいえ）',
    offerLate:
      '誰かに読まれる前に、メッセージから{service}の認証情報（{what}）を取り除きました。回答の時間は過ぎていました。アカウントに追加しますか？（はい／いいえ）',
    offerBeside:
      '{service}の認証情報（{what}）のようなので、{awaited}には送りませんでした。{service}のアカウントに追加しますか？（はい／いいえ）',
    offerUnplaced:
      '誰かに読まれる前に、メッセージから秘密らしいものを取り除きました。どのサービスのものですか？ 名前を言えば追加し、「{no}」なら忘れます。',
    offerAgain: '送っていただいた{service}の認証情報（{what}）をアカウントに追加しますか？（はい／いいえ）',
    offerAgainUnplaced:
      '送っていただいた秘密はどのサービスのものですか？ 名前を言えば追加し、「{no}」なら忘れます。',
    alsoFound:
      'メッセージには{service}の認証情報（{what}）もありました。追加するには、10分以内に「{add}」と言ってください。',
    isItYours:
      'それはあなたの認証情報（{what}）ですか？ そうなら、それだけをもう一度送ってください。誰も読んでいません。やめるには「{cancel}」と言ってください。',
    keptBack:
      'パスワードかもしれないので、誰にも渡していません。{service}を接続するには「{add}」と言ってください。秘密でなければ、文で言ってください。',
    keptBackAwaited:
      'パスワードかもしれないので、誰にも渡していません。{service}に必要なのは {what} です。ここに貼り付けるか、「{cancel}」と言ってください。秘密でなければ、文で言ってください。',
    declinedBefore:
      'それには{service}のアカウントが必要ですが、なしで続けることになっています。接続するには「{add}」と言ってください。',
    malformed:
      'その{service}の認証情報（{what}）は試しませんでした。{problem}。もう一度コピーして、ここに貼り付けてください：',
    malformedPassword:
      '送りませんでした。{service}に必要なのはパスワードではなく {what} です。ここに貼り付けるか、「{cancel}」と言ってください：',
    malformedFields:
      'どこで区切ればよいか分からないので、何も送りませんでした。{service}の情報を一つずつ、まずこれから入力してください：{what}',
    unsendable: '改行やアクセント記号など、送れない文字が含まれています',
    tooLong: '長すぎます（8,192バイトまで）',
    tooShort: '短すぎます',
    empty: '空です',
    cutOff: '途中で切れているようです',
    cutOffAt: '途中で切れているようです（{whole}文字中{given}文字）',
    commit: 'コミットのIDのようです',
    uuid: 'ID（UUID）のようです',
    path: 'ファイルのパスのようです',
    url: 'リンクのようです',
    words: '言葉でできています',
    document: 'その文書には見つかりませんでした',
    tooManyMalformed:
      'うまくいかなかったので、お尋ねするのをやめます。{service}の認証情報（{what}）が手元にあるときに「{add}」と言ってください。',
    cancelled: '分かりました。今は{service}を接続しません。',
    cancelledAny: '分かりました。やめます。',
    discarded:
      '忘れました。入力した内容がこのチャットにまだ表示されているかもしれません。ほかの人が読めるなら、無効にしてください。',
    oneOnly:
      'メッセージに秘密が複数ありました。最初の一つだけを受け取り、残りは忘れました。一つずつ送ってください。',

    helpWhat: 'これがあれば、あなたの代わりに{service}を使えます（{what}）。',
    makeOne: '{service}の設定で作成できます。',
    makeOneAt: 'ここで作成できます：{url}',
    helpPurpose: 'あなたが頼んだことだけに使います。',
    helpScopes: '必要なもの：{scopes}。',
    helpScopesLeast: '権限はできるだけ少なくしてください。調べるだけなら読み取りで足ります。',
    helpSafety:
      'はい。{service}で確認し、あなただけの鍵で暗号化し、あなたの依頼だけに使います。いつでも削除できます。',
    helpVisibility: 'いいえ。あなたにも二度と表示されず、{service}だけに渡されます。',
    helpStorage:
      'このアシスタントの運営者のもとに、あなた専用の鍵で暗号化して保存し、{service}だけに送ります。「{remove}」と言えばここから消えます。',
    helpUsage: 'あなた自身の依頼だけが使い、すべて記録されます。「{usage}」と聞いてください。',
    helpChoice:
      '名前を言った{service}アカウント、なければこの会話で選んだもの、なければデフォルトです。それでも決まらなければお尋ねします。',
    helpRevocation:
      '「{remove}」と言えば、ここから消えます。どこでも使えなくするには、{place} で無効にしてください。',
    helpExpiry: '{service}と、作成時の選択によります。期限が切れたら、新しいものをお願いします。',
    helpRefusal: '問題ありません。なしで続けます。{service}のアカウントの中は見られません。',
    helpPaused: '{service}の認証情報が何度も受け付けられなかったので、一時停止しました。',
    helpUnchecked: '有効かどうか、{service}から答えがありませんでした。試した回数には数えません。',
    helpRetryNow: '10分以内ならいつでも。',
    helpRetryIn: '{time}後です。',
    nextPaste: 'ここに貼り付けるか、「{cancel}」と言ってください。',
    nextConfirm: '送っていただいたものをアカウントに追加しますか？（はい／いいえ）',
    nextRetry: '送っていただいたものはまだあります。「{again}」か「{cancel}」と言ってください。',
    nextWait: '一時停止が終わったら「{again}」、または「{cancel}」と言ってください。',
    nextElsewhere: 'このチャットには送らないでください。別の場所で追加したら「{done}」と言ってください。',

    already: 'その{service}の認証情報はすでに保存されています。準備完了です！',
    notUnderstood: '分かりませんでした。',
    unknownService: 'どのサービスのことか分かりません。',
    unknownAccount: 'どのアカウントのことか分かりません。',
    noHurry: 'ごゆっくりどうぞ。10分間お待ちします。',
    sayService: '名前（{services}）を言うか、「{cancel}」と言ってください。',
    sayAccount: '{accounts}があります。名前を言うか、「{cancel}」と言ってください。',
    sayAccountOrBoth: '{accounts}があります。名前か「{both}」、または「{cancel}」と言ってください。',
    sayAccountOrAll: '{accounts}があります。名前か「{all}」、または「{cancel}」と言ってください。',
    sayName: 'アカウントの新しい名前を言うか、「{cancel}」と言ってください。',
    sayPlace: '送っていただいたものがどのサービスのものか言ってください。「{no}」なら忘れます。',
    sayElsewhere: '{service}のアカウントを接続したら「{done}」、または「{cancel}」と言ってください。',
    sayPaste:
      '{service}の認証情報（{what}）をお待ちしています。ここに貼り付けるか、「{cancel}」と言ってください。',

    locked:
      '{service}の認証情報が何度も受け付けられなかったので、追加を一時停止しています。{time}後にもう一度お試しください。接続済みのアカウントは使えます。',
    lockedKept: 'ご依頼はそれまで取っておきます。「{again}」と言ってください。',
    busyChecking:
      '少々お待ちください。{service}の別の認証情報を確認中です。数秒後に「{again}」と言ってください。',

    listDefault: 'デフォルト',
    listInUse: 'この会話で使用中',
    listExpired: '期限切れ',
    listAddAgain: 'もう一度追加が必要',
    usageNone: '最近アカウントは使われていません。',
    usageLead: 'アカウントの履歴です（新しい順）：',
    didUse: '使用',
    didRefuseUse: '要求されたが使用せず',
    didAdd: '追加',
    didReplace: '認証情報を更新',
    didDuplicate: '再び入力されたが、登録済み',
    didAccept: '認証情報を確認し、受け付け',
    didReject: '認証情報は受け付けられず',
    didNotCheck: '認証情報を確認できず',
    didNotTake: '回数が多すぎるか、ほかを確認中のため、認証情報を受け取らず',
    didCheck: '再確認し、有効',
    didExpire: '受け付けられなくなった',
    didDamage: '読めないため、もう一度追加が必要',
    didDeny: '拒否され、使用せず',
    didLabel: '新しい名前を設定',
    didUnlabel: '名前を削除',
    didDefault: 'デフォルトに設定',
    didClearDefault: 'デフォルトを解除',
    didRemove: '削除',
    didLock: '回数が多すぎるため、追加を一時停止',
    didUnlock: '追加を再開',
    defaultSet: '{account}が{service}のデフォルトになりました。',
    renamed: '{service}のアカウント{account}の名前は「{label}」になりました。',
    unlabelled: '{service}のアカウント{account}の別名をなくしました。',
    labelTaken:
      'その名前はアカウント{holder}が使っているので、{account}はそのままです。別の名前を言うか、「{cancel}」と言ってください。',
    confirmRemoval: '{service}の{accounts}を削除し、保存内容も忘れますか？（はい／いいえ）',
    removed:
      '{service}から削除しました：{accounts}。もう使えません。どこでも使えなくするには、{service}でも無効にしてください。',
    removedRevoked: '{service}側で無効にし、ここからも削除しました：{accounts}。',
    kept: '分かりました。何も削除していません。',
    unclear:
      'はっきりした「はい」ではなかったので、何も削除していません。削除するなら、もう一度言ってください。',
    aboutRemoval:
      '削除で消えるのはここに保存したものだけで、サービス側のアカウントとデータはそのままです。いつでも接続し直せます。',
    whichName:
      '{service}のアカウント{account}を何と呼びますか？ 新しい名前を言うか、「{cancel}」と言ってください。',
    confirmForget: 'すべて忘れます：{accounts}と保存内容を削除しますか？（はい／いいえ）',
    confirmLogOut: 'すべてからログアウトします：{accounts}と保存内容を削除しますか？（はい／いいえ）',
    forgotten:
      '削除しました：{accounts}。もう使えません。どこでも使えなくするには、各サービスでも無効にしてください。',
    defaultCleared: '{service}のデフォルトはなくなりました。複数あるときはお尋ねします。',
    gone: 'そのアカウントはもうありません。',

    elsewhere:
      '{service}へのアクセスが必要ですが、このチャットでは認証情報を受け取れません。どこで追加するかは運営者に聞き、その後「{done}」と言ってください。',
    link: '{service}アカウントを接続するには、10分以内にこのページを開いてください。あなた専用のページです：{url}',
    connectNotNow:
      '{service}へのアクセスが必要ですが、いまサインインを始められません。1分ほどしてから、もう一度お試しください。',
    connectLink:
      '{service}を接続するには、このリンクを開いてアクセスを許可してください：{url}\n一度だけ、{time}有効です。終わりましたら自動で続けます。',
    connectCode:
      '{service}を接続するには、{url} を開いてコード {code} を入力してください。\n{time}有効です。終わりましたら自動で続けます。',
    insecure:
      '{service}へのアクセスが必要ですが、この接続は暗号化されていません。httpsでチャットを開いて、もう一度お願いします。',
    insecurePasted:
      'この接続は暗号化されていないので、保存しませんでした。漏れたものと考え、無効にして、httpsでチャットを開いてください。',
    shared:
      '{service}へのアクセスが必要です。ここはほかの人も読めるので、接続するには個別のメッセージを送ってください。',
    sharedPasted:
      'ここはほかの人も読めるので、保存しませんでした。漏れたものと考え、無効にして、新しいものを個別に送ってください。',
    notHere:
      'メッセージから{service}の秘密を取り除き、保存していません。このチャットでは追加できません。漏れたものと考え、無効にしてください。',

    busy: '少々お待ちください。前のメッセージを処理中です。これをもう一度送ってください。',
    heldBack:
      '{service}の認証情報（{what}）をお待ちする間に話の流れを見失ったため、最後のメッセージは読まず、渡してもいません。秘密かもしれないからです。始めからやり直すには「{add}」と言ってください。',
    unavailable: '今は認証情報を受け取れません。何も保存していません。数分後にもう一度お試しください。',
    officialRequest:
      '認証情報が必要なときは、別のメッセージでお願いします。今アカウントを接続するには「{addAny}」と言ってください。',
    alreadyGoingOn: 'すでに取りかかっています。このメッセージは届いています。',
    messageTooLong: 'メッセージが長すぎて読めませんでした。短く分けて送ってください。',
    noText: 'メッセージを読めませんでした。文字で送ってください。',

    validating: '確認中…',
    added: '{service}のアカウントを追加しました：{account}',
    addedUnchecked:
      '{service}のアカウントを確認なしで保存しました：{account}。{service}に確かめる方法がないので、最初に使うときに分かります。',
    labelLeftOut: 'その名前はアカウント{holder}が使っているので、付けませんでした。',
    lookAlike: '別のアカウント{other}と名前がよく似ています。別名を付けると区別できます。',
    replaced: '{service}の{account}の認証情報を更新しました',
    nowHave: '{service}のアカウントは{count}個になりました：{accounts}',
    rejected: '{service}は受け付けませんでした（{what}）。',
    rejectedExpired: 'その{service}の認証情報（{what}）は期限切れです。',
    looksIncomplete: '文字が欠けているか、変わっているようです。',
    triesLeft: '残りの回数：{count}。',
    pasteAgain: '確認してもう一度貼り付けるか、「{cancel}」と言ってください：',
    startAgain: '始めから、まず {field} を入力するか、「{cancel}」と言ってください：',
    unchecked:
      '{service}は{reason}。そのため、まだ認証情報を確認できません。試した回数には数えません。10分以内に「{again}」、または「{cancel}」と言ってください。',
    clock: 'この機械の時計がずれていると言っています',
    incomplete: '判断するのに別の情報（サイトや、対になる鍵）が必要です',
    scope: '認証情報を知っていますが、誰のものかを答えさせません（自分のユーザーを読む権限を付けてください）',
    rateLimited: '間隔を空けるよう求めています',
    ssoRequired: '先にシングルサインオンの許可を求めています（設定でできます）',
    forbidden: '有効かどうか答えませんでした',
    serviceDown: '今うまく応答していません',
    timeout: '応答に時間がかかりすぎました',
    network: '今つながりません',
    redirected: '思いがけない場所から応答しました',
    unreadable: '読めない応答を返しました',
    retryAgain: '{service}の認証情報（{what}）はまだあります。「{again}」か「{cancel}」と言ってください。',
    retryPaused:
      '{service}のアカウントの追加は一時停止中です。終わったら「{again}」、または「{cancel}」と言ってください。',
    toolRefuses:
      '{service}は認証情報を受け付けますが、ツールがまだ断るので、止めました。この依頼に必要な権限が足りないのかもしれません。',
  },
}
