/**
 * Words that are said alone as passwords and hardly as anything else: the kinds that lead published lists of leaked passwords, without
 * digits and without names of people. Collected by hand, not counted.
 */
const WORDS = `password passwort passw pass passwd letmein letmeinnow iloveyou iloveu loveyou lovely loveme dragon monkey football baseball basketball
  soccer hockey shadow master superman batman spiderman starwars pokemon naruto trustno welcome admin administrator root toor login guest
  secret qwerty qwertz azerty sunshine princess flower butterfly angel charlie buster tigger pepper ginger cookie cheese chocolate banana hunter
  ranger killer hammer mustang ferrari corvette porsche mercedes harley yamaha freedom liberty whatever nothing computer internet samsung
  google access hello hellohello swordfish opensesame abracadabra changeme default temp tester testtest donald biteme fuckyou fuckme
  asshole bitch pussy sexy blink blahblah matrix phoenix cowboy yankees lakers eagles steelers arsenal chelsea liverpool barcelona juventus
  summer winter autumn spring purple orange yellow silver golden diamond tequila whisky thunder lightning rainbow unicorn dolphin scooter
  snoopy mickey peanut maggie merlin jordan michelle jessica ashley nicole lovers jesus jesuschrist heaven blessed godisgood zaq
  supersecret topsecret mypassword mypass nopassword ilovegod babygirl teamo teamomucho tequiero contrasena contraseña senha motdepasse
  doudou loulou soleil bonjour chouchou hallo schatz ficken geheim sommer ciao juventus amore qazwsx qwer asdf zxcv`

/** Those words, in lower case. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(WORDS.split(/\s+/))
