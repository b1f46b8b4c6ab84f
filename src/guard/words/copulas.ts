/** The small words that stand between an announcing word and its value, or after the value: `is`, `ist`, `は`, `है`. */

/** "Is" and its like, lower case. After one of them the next word is meant to be the value. */
export const COPULAS: ReadonlySet<string> = new Set(
  (
    "is are was were be as mine it's its that's here's 's ’s equals = == := -> => → — – - is: to will should stays set changed now " +
    "es son era fue será est sont était sera c’est c'est ist lautet sind war heißt heisst wäre é são eh foi será ficou è sono era " +
    'zijn was wordt luidet jest to są brzmi dir oldu olan är är: er var on ovat je jsou este sunt e az van a είναι ' +
    'adalah ialah yaitu nya là ay это есть является такой вот такая такие був є це будет теперь сейчас ' +
    'هو هي هى ده is está está: هست است ہے है हैं है: हो यह ये था আছে হল হলো হচ্ছে คือ เป็น 是 为 為 就是 = は が です 은 는 이 가 입니다 הוא היא זה'
  ).split(' '),
)

/** Those that say "is" only of a thing: `pass it to X`, `pass should X` say nothing of a password. */
export const NOT_OF_VERBS: ReadonlySet<string> = new Set(
  'to will should stays set changed now as be on - —'.split(' '),
)

/** "Of mine" and its like, behind the announcing word: the next word is meant to be the value. */
export const OWNERS: ReadonlySet<string> = new Set(
  'saya aku kami tôi mine ours mia mio miei benim bizim kita ako ku mình'.split(' '),
)

/** What stands between a user name and its password. */
export const PAIR_SIGNS: ReadonlySet<string> = new Set(
  '/ | & and und y et e и with mit con avec com с'.split(' '),
)
