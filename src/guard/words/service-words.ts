/**
 * How people and programs name services: words, hosts, and the stems of environment variables.
 *
 * Only used to say whose a secret is that was found by other means, so that common words (`linear`, `square`) do no harm.
 */

/** Services, parted by `;`, each with its words where they are not just its own name. */
const ROWS = `
  1password: 1password onepassword op_service; adafruit; adyen; airtable; aiven; algolia;
  alibaba: alibaba aliyun alicloud; amplitude; anthropic: anthropic claude; apify;
  apple: appstoreconnect app.store.connect apple.id icloud; artifactory: artifactory jfrog; asana;
  assemblyai: assemblyai assembly.ai; atlassian: atlassian jira confluence trello.atlassian; auth0;
  aws: aws amazon.web.services amazonaws s3.bucket iam.user bedrock;
  azure: azure microsoft.entra entra windows.net accountkey sharedaccess az_;
  azuredevops: azure.devops dev.azure.com azdo; bitbucket; bitly: bitly bit.ly; box: box.com box_;
  braintree; brevo: brevo sendinblue; bugsnag; buildkite; calendly; circleci: circleci circle.ci circle_;
  clerk; clickhouse; clickup: clickup click.up; cloudflare: cloudflare cf_api cf_; cloudinary; codecov;
  cohere: cohere co_api; coinbase; confluent; contentful; databricks; datadog: datadog dd_; deepgram;
  deepl; deepseek; digitalocean: digitalocean digital.ocean do_api; discord;
  docker: docker dockerhub docker.hub; doppler; dropbox; dynatrace;
  elastic: elasticsearch elastic.cloud elastic_ elastic; elevenlabs: elevenlabs eleven.labs xi-api xi_api;
  etsy; facebook: facebook fb_ meta.graph; fastly; figma; firebase; fireworks; fly: fly.io flyio fly_;
  freshdesk: freshdesk freshservice; ftp: ftp sftp; gemini; ghost: ghost.admin ghost_;
  gitea: gitea forgejo; github: github gh_ gh.pat; gitlab; gmail; godaddy;
  google: google gcp googleapis gsuite google.maps; grafana; groq; heroku; hetzner: hetzner hcloud;
  honeycomb; hubspot; huggingface: huggingface hugging.face hf_; ibm: ibm.cloud ibmcloud; instagram;
  intercom; jenkins; kaggle; klaviyo; kraken; kubernetes: kubernetes k8s kubeconfig; langfuse;
  langsmith: langsmith langchain; launchdarkly; line: line.messaging line_channel; linear; linkedin;
  linode: linode akamai; lob: lob.com lob_; mailchimp; mailgun; mapbox; mattermost;
  microsoft: microsoft outlook office365 office.365 onedrive sharepoint; mistral; mixpanel;
  monday: monday.com monday_ monday; mongodb: mongodb mongo atlas; mysql: mysql mariadb;
  neon: neon.tech neon_ neondb neon; netlify; newrelic: newrelic new.relic nr_; ngrok; notion;
  npm: npm npmrc; nvidia: nvidia ngc; okta; openai: openai open.ai chatgpt gpt-4; openrouter;
  openweathermap: openweathermap openweather; opsgenie; oracle; pagerduty: pagerduty pager.duty pd_;
  paypal; perplexity: perplexity pplx; pinecone; pipedrive; plaid; planetscale: planetscale pscale;
  postgres: postgresql postgres psql pg_ pgpassword; posthog; postman; postmark; pulumi; pypi: pypi twine;
  rabbitmq: rabbitmq amqp; railway; rapidapi: rapidapi rapid.api; razorpay; reddit;
  redis: redis upstash.redis rediscloud; render: render.com render_ render; replicate; resend; rollbar;
  salesforce: salesforce sfdc sf_; segment: segment.com segment_ segment; sendgrid: sendgrid send.grid;
  sentry; servicenow; shopify; shodan; slack; snowflake; snyk; sonarqube: sonarqube sonarcloud sonar;
  spotify; square: squareup square; ssh; stability: stability.ai stability; stripe; supabase; tailscale;
  tavily; teams: ms.teams microsoft.teams; telegram: telegram tg_ botfather; terraform: terraform tfe_ tfc;
  together: together.ai togetherai; trello; twilio; twitch; twitter: twitter x.com tweet; typeform;
  vault: hashicorp hcp vault_ vault.token; vercel; vonage: vonage nexmo; vultr; wandb: wandb weights...biases; webflow;
  whatsapp; wifi: wifi wi-fi wlan; woocommerce; wordpress: wordpress wp_ wp-admin; xai: xai x.ai grok;
  xero; yandex; zapier; zendesk; zoho; zoom; mailjet; activecampaign; amadeus;
  alphavantage: alphavantage alpha.vantage; basecamp; bamboohr: bamboohr bamboo.hr; binance; braze;
  cloudsmith; coda: coda.io coda_; courier; customerio: customer.io customerio; drift: drift.com;
  exa: exa.ai exa_api; ringcentral; fastspring; front: frontapp front.app; gocardless; greenhouse; gusto;
  harvest; hasura; helpscout: helpscout help.scout; infura; alchemy; etherscan; ipinfo; lever: lever.co;
  logdna: logdna mezmo; loggly; looker; mailerlite; make: make.com integromat; messagebird; moralis;
  newsapi: newsapi news.api; openexchangerates; papertrail; pusher; quickbooks: quickbooks intuit;
  sanity: sanity.io sanity_; scaleway; serpapi: serpapi serp.api; serper; smartsheet; splunk; statuspage;
  strapi; sumologic: sumologic sumo.logic; surveymonkey; todoist; tmdb: tmdb themoviedb; unsplash; upstash;
  wise: transferwise wise.com; workday; nextcloud; proxmox; synology; netsuite; dynamodb; cassandra;
  couchdb: couchdb couchbase; influxdb: influxdb influx; neo4j; meilisearch: meilisearch meili; typesense;
  qdrant; weaviate; milvus: milvus zilliz
`

/** One way of naming a service, lower case; a trailing `_` or `-` means that it is a stem of names like `DD_API_KEY`. */
export interface ServiceWord {
  readonly text: string
  readonly service: string
}

/** All names, a blank where the table has a dot between letters of a phrase. */
export const SERVICE_WORDS: readonly ServiceWord[] = ROWS.split(';').flatMap((row) => {
  const [service = '', words = service] = row.trim().split(': ')
  return words.split(' ').flatMap((word) => spellings(word).map((text) => ({ text, service })))
})

/** A host keeps its dot; a phrase is also written with a blank, a hyphen, an underscore, or as one word. */
function spellings(word: string): string[] {
  if (!word.includes('.')) return [word]
  const parts = word.split('.').filter((part) => part !== '')
  return [...new Set([word, parts.join(' '), parts.join('-'), parts.join('_')])]
}
