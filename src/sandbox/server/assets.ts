// deno-fmt-ignore-file
/** The files of the inbox page, by name: made from `page/` by `deno task build:page`. */
export const assets: Readonly<Record<string, string>> = {
  "base.css": `:root{color-scheme:light dark;--ground: light-dark(#f3f2f7, #121117);--surface: light-dark(#ffffff, #1b1a22);--raised: light-dark(#f7f6fb, #24222d);--line: light-dark(#e2e0ec, #34313f);--control-line: light-dark(#8b87a0, #77728c);--ink: light-dark(#1c1a27, #f0eef8);--soft: light-dark(#5e5a72, #aba6c0);--accent: light-dark(#5344cf, #a99fff);--on-accent: light-dark(#ffffff, #15122e);--tint: light-dark(#eeebff, #2b2650);--good: light-dark(#0b6b43, #63d6a0);--good-tint: light-dark(#e0f5ea, #12352a);--bad: light-dark(#b3261e, #ff9d94);--bad-tint: light-dark(#fde8e6, #43201e);--warn: light-dark(#7a4b00, #f5c26b);--warn-tint: light-dark(#fdf0d8, #3b2c12);--shadow: 0 1px 2px light-dark(#1c1a2714, #0006), 0 6px 20px light-dark(#1c1a270d, #0004);--sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;--mono: ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace;font:15px / 1.45 var(--sans)}*,:before,:after{box-sizing:border-box}[hidden]{display:none!important}body{display:grid;grid:"bar bar bar" auto "phones conversation tools" minmax(0,1fr) / 18rem minmax(0,1fr) 26rem;gap:.75rem;height:100dvh;margin:0;padding:.75rem;background:var(--ground);color:var(--ink)}h1,h2,h3,p,ul,ol,pre{margin:0;padding:0}ul,ol{list-style:none}h1{display:flex;align-items:center;gap:.6rem;font-size:1.1rem;letter-spacing:-.01em}h2{font-size:1rem}h3{font-size:.85rem}button,input,select{min-height:2.1rem;padding:.25rem .7rem;border:1px solid var(--control-line);border-radius:.55rem;background:var(--surface);color:inherit;font:inherit;font-size:.9rem}button{cursor:pointer;white-space:nowrap;transition:background-color .12s}button:hover{background:var(--tint)}button:active{translate:0 1px}.primary{border-color:var(--accent);background:var(--accent);color:var(--on-accent);font-weight:600}.primary:hover{background:color-mix(in oklab,var(--accent) 88%,var(--ink))}.quiet{border-color:var(--line)}.group{display:flex}.group button{margin-left:-1px;border-radius:0}.group button:first-child{border-radius:.55rem 0 0 .55rem}.group button:last-child{border-radius:0 .55rem .55rem 0}.toggle{min-height:1.8rem;padding:0 .6rem;border-color:var(--line);border-radius:1rem;color:var(--soft);font-size:.8rem}.toggle[aria-pressed=true]{border-color:transparent;background:var(--tint);color:var(--accent)}:focus-visible{position:relative;z-index:1;outline:2px solid var(--accent);outline-offset:2px}main:focus-visible,[role=tabpanel]:focus-visible,pre:focus-visible,summary:focus-visible,.phones button:focus-visible{outline-offset:-2px}.hint{color:var(--soft);font-size:.85rem}.good{color:var(--good)}.bad{color:var(--bad)}.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.skip{position:absolute;z-index:3;translate:0 -5rem;padding:.5rem 1rem;border-radius:.55rem;background:var(--accent);color:var(--on-accent)}.skip:focus{translate:0}
`,
  "calls.js": `import{base as f,say as u}from"./dom.js";import{state as p}from"./state.js";async function i(t,n,{body:o,headers:r={}}={}){try{const e=await fetch(f+n,{method:t,headers:{...o&&{"content-type":"application/json"},...r},...o&&{body:JSON.stringify(o)}});return{ok:e.ok,status:e.status,body:await e.json()}}catch{return{ok:!1,status:0,body:{message:"No readable response"}}}}async function a(t,n,o){const{ok:r,body:e}=await i(t,\`/sandbox/\${n}\`,{body:o});return r||u(e.message),r}export function advance(t){return a("POST","clock",{advance:t})}export function arm(t){return a("POST","faults",t)}export function disarm(t){return a("DELETE",t===void 0?"faults":\`faults/\${t}\`)}export function redeliver(t){return a("POST",\`webhooks/\${t}\`,{})}export function reset(){return a("POST","reset",{})}async function c(t,n){const{apiKey:o,customerUuid:r}=p.credentials,{status:e,body:s}=await i("POST",\`/v1/\${t}\`,{headers:{"x-api-key":o},body:{customer_uuid:r,...n}}),d=s.status??s.code??s.message??"";u(\`\${e===0?"":\`\${e} \`}\${String(d).replaceAll("_"," ")}\`)}export function send(t){return c("authentication",{phone_number:t})}export function retry(t){return c("retry",{authentication_uuid:t})}export function check(t,n){return c("check",{authentication_uuid:t,check_code:n})}
`,
  "clock.js": `import{advance as n}from"./calls.js";import{byId as t,write as r}from"./dom.js";import{date as a,time as d}from"./format.js";import{state as o}from"./state.js";export function startClock(){for(const e of document.querySelectorAll("[data-advance]"))e.addEventListener("click",()=>n(Number(e.dataset.advance)))}export function renderClock(){r(t("date"),a(o.now)),r(t("now"),d(o.now)),t("now").dateTime=o.now.toISOString()}
`,
  "conversation.css": `main{grid-area:conversation}.window{display:grid;grid:"avatar who skips" auto "countdown countdown countdown" auto / auto minmax(0,1fr) auto;align-items:center;gap:.5rem .9rem;padding:.8rem 1rem;border-bottom:1px solid var(--line)}.window>.avatar{grid-area:avatar}.window h2{font-size:1.1rem;overflow-wrap:anywhere}.who{grid-area:who}.who p{color:var(--soft);font-size:.85rem;font-variant-numeric:tabular-nums}.window[data-state=validated] .who p{color:var(--good);font-weight:600}.countdown{grid-area:countdown;display:flex;align-items:center;gap:.8rem;white-space:nowrap;color:var(--soft);font-size:.85rem;font-variant-numeric:tabular-nums;text-align:right}progress{display:block;width:100%;height:.4rem;overflow:hidden;border:0;border-radius:1rem;background:var(--line);appearance:none}progress::-webkit-progress-bar{background:var(--line)}progress::-webkit-progress-value{border-radius:1rem;background:var(--accent)}progress::-moz-progress-bar{background:var(--accent)}.skips{grid-area:skips;display:flex;justify-content:end;flex-wrap:wrap;gap:.4rem}.skips button{border-color:var(--line)}.timeline{display:flex;flex:1;flex-direction:column;gap:.9rem;min-height:0;overflow-y:auto;padding:1.2rem}.timeline:empty{display:none}.timeline li{max-width:min(26rem,90%);animation:arrive .25s ease-out}.timeline li:first-child{margin-top:auto}.timeline article{display:grid;gap:.6rem;width:fit-content;padding:.8rem .9rem;border-radius:1.1rem 1.1rem 1.1rem .3rem;background:var(--raised);overflow-wrap:anywhere}.about{margin-top:.3rem;padding:0 .4rem;color:var(--soft);font-size:.78rem}.check{align-self:end}.check article{margin-left:auto;border-radius:1.1rem 1.1rem .3rem;background:var(--accent);color:var(--on-accent)}.check .digits{font-size:1.05rem}.check .about{text-align:right}.code{display:flex;align-items:center;justify-content:space-between;gap:1.2rem;padding:.45rem .5rem .45rem .9rem;border-color:var(--line);border-radius:.8rem}.digits{font-family:var(--mono);font-size:1.75rem;font-weight:600;letter-spacing:.14em;line-height:1.2}.copy{padding:.15rem .6rem;border-radius:.5rem;background:var(--tint);color:var(--accent);font-size:.8rem;font-weight:600}.dead .digits{color:var(--soft);text-decoration:line-through;text-decoration-thickness:.12em}.death{color:var(--bad)}.refusal{align-self:center;text-align:center;overflow-wrap:anywhere}.composer{padding:.75rem 1rem .9rem;border-top:1px solid var(--line)}.composer label{color:var(--soft);font-size:.8rem}.composer div{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:.25rem}.composer input{flex:1 1 8rem;min-width:0;font-family:var(--mono);letter-spacing:.1em}.welcome{display:flex;flex-direction:column;align-items:center;gap:.9rem;margin:auto;padding:1.5rem;overflow:auto;text-align:center}.welcome h2{font-size:1.5rem;letter-spacing:-.02em}.welcome p{max-width:32rem;text-wrap:balance}.welcome pre{max-width:100%;text-align:left}
`,
  "conversation.js": `import{advance as w,check as y,retry as $,send as b}from"./calls.js";import{byId as s,copy as x,fill as A,make as i,write as o}from"./dom.js";import{count as m,duration as h,phone as D,time as f,words as l}from"./format.js";import{paintAvatar as E}from"./phones.js";import{deathOf as L,state as p,timeline as C,view as u,windowOf as g}from"./state.js";const R={sms:"SMS",rcs:"RCS",whatsapp:"WhatsApp"},N="+15555550100";export function startConversation(){s("first").addEventListener("click",()=>b(N)),s("skip-gap").addEventListener("click",()=>k("nextRetryAt")),s("skip-window").addEventListener("click",()=>k("expiresAt")),s("retry").addEventListener("click",()=>v(e=>$(e))),s("composer").addEventListener("submit",e=>{e.preventDefault(),v(t=>y(t,s("typed").value)),e.target.reset()})}function v(e){const t=p.messages.findLast(({to:n})=>n===u.selected)?.authenticationUuid;t!==void 0&&e(t)}function k(e){const t=g(u.selected)?.[e];t!==void 0&&w(Math.max(0,Date.parse(t)-p.now))}export function renderConversation(){const e=u.selected,t=e===void 0?void 0:g(e);s("welcome").hidden=e!==void 0,s("window").hidden=e===void 0,s("composer").hidden=t===void 0,e!==void 0&&(o(s("phone"),D(e)),E(s("avatar"),e),S(t)),T(e)}function S(e){const t=e===void 0?0:Date.parse(e.expiresAt)-p.now,n=e?.state==="open"&&t>0,a=n&&e.nextRetryAt?Date.parse(e.nextRetryAt)-p.now:void 0;if(s("window").dataset.state=n?"open":e?.state==="validated"?"validated":"expired",s("left").hidden=!n,s("skip-window").hidden=!n,s("skip-gap").hidden=!(a>0),!n){o(s("state"),e===void 0?"No code was sent":e.state==="validated"?"The code was right":"The window is closed"),o(s("countdown"),"");return}const{remainingRetries:d,remainingChecks:c}=e,r=\`\${m(d,"more code")} · \${m(c,"check")} left\`;o(s("state"),a>0?\`\${r} · next in \${h(a)}\`:r),o(s("countdown"),\`\${h(t)} left\`),s("left").value=t/(Date.parse(e.expiresAt)-Date.parse(e.openedAt))}function T(e){const t=s("timeline"),n=t.scrollHeight-t.scrollTop-t.clientHeight<40,a=t.dataset.number!==(e??""),d=t.lastElementChild;t.dataset.number=e??"",A(t,e===void 0?[]:C(e),{key:({id:c})=>c,create:H,update:O}),(a||n&&t.lastElementChild!==d)&&(t.scrollTop=t.scrollHeight)}const B={message:U,check:W,refusal:M};function H(e){return B[e.type](e)}function O(e,t){if(t.type!=="message")return;const n=L(t);e.classList.toggle("dead",n!==void 0),o(e.querySelector(".death"),n===void 0?"":\` · \${n}\`)}function M({outcome:e,reason:t,at:n}){const a=t===void 0?l(e):\`\${l(e)}, \${l(t)}\`;return i("li",{class:"refusal"},i("p",{class:"bad"},\`No code was sent: \${a}\`),i("p",{class:"about"},i("time",{datetime:n},f(new Date(n)))))}function U({code:e,text:t,at:n,attempt:a,channel:d,delivery:c}){const r=c==="delivered";return i("li",{class:"message"},i("article",{},i("p",{class:"text"},t),i("button",{type:"button",class:"code",click:()=>x(e,e)},i("span",{class:"digits"},e)," ",i("span",{class:"copy"},"Copy"))),i("p",{class:"about"},i("time",{datetime:n},f(new Date(n))),\` · \${R[d]??d} no. \${a} · \`,i("span",{class:r?"good":"bad"},r?"Delivered ✓":"Not delivered ✕"),i("span",{class:"death"})))}function W({code:e,status:t,at:n}){const a=t==="valid";return i("li",{class:"check"},i("article",{},i("p",{class:"digits"},e)),i("p",{class:"about"},i("time",{datetime:n},f(new Date(n)))," · ",i("span",{class:a?"good":"bad"},\`\${l(t)} \${a?"✓":"✕"}\`)))}
`,
  "dom.js": `export const base=new URL("../..",import.meta.url).pathname.replace(/\\/$/,"");export function byId(e){return document.getElementById(e)}export function make(e,t={},...s){const c=document.createElement(e);for(const[a,o]of Object.entries(t))typeof o=="function"?c.addEventListener(a,o):o===!0?c.setAttribute(a,""):o!==!1&&o!==void 0&&c.setAttribute(a,o);return c.append(...s.filter(a=>a!==void 0)),c}export function write(e,t){e.textContent!==t&&(e.textContent=t)}export function fill(e,t,{key:s,create:c,update:a=()=>{}}){const o=new Map([...e.children].map(n=>[n.dataset.key,n])),f=t.map(n=>{const i=s(n),u=o.get(i)??c(n);return u.dataset.key=i,o.delete(i),a(u,n),u});for(const n of o.values())n.remove();const r=document.activeElement;f.forEach((n,i)=>{e.children[i]!==n&&e.insertBefore(n,e.children[i]??null)}),r!==document.activeElement&&e.contains(r)&&r.focus()}let d;export function say(e){const t=byId("toast");t.textContent=e,t.classList.add("shown"),clearTimeout(d),d=setTimeout(()=>t.classList.remove("shown"),2500)}export async function copy(e,t){try{await navigator.clipboard.writeText(e)}catch{const s=make("textarea",{class:"unseen"});s.value=e;const c=document.activeElement;document.body.append(s),s.select(),document.execCommand("copy"),s.remove(),c?.focus()}say(\`Copied \${t}\`)}
`,
  "faults.js": `import{arm as g,disarm as m}from"./calls.js";import{byId as n,fill as w,make as r,write as h}from"./dom.js";import{count as T,words as u}from"./format.js";import{state as x}from"./state.js";const A=["send","check","retry","feedback","status","lookup"],d={name:"accepted",label:"The request takes effect",type:"checkbox"},p=(...e)=>({name:"status",label:"Status",choices:e}),b=(e,t,s)=>({name:e,label:t,type:"number",value:s,scale:1e3}),f={lost:{hint:"The connection closes before a response.",fields:[{...d,value:!0}]},silent:{hint:"The response never comes.",fields:[{...d,value:!0}]},error:{hint:"An error in the API's own format.",fields:[p(500,502,504,401,403),{...d,value:!0}]},busy:{hint:"Try again later, with retry-after.",fields:[p(503,429),b("retryAfter","Retry after (s)",1),{name:"form",label:"Format",choices:["seconds","date"]},d]},bad_gateway:{hint:"A proxy in front of the API returns 502 with HTML.",fields:[d]},redirect:{hint:"A redirect to another host, which clients should not follow.",fields:[d]},truncated:{hint:"Half of the JSON, as if complete.",fields:[]},cut_off:{hint:"The connection closes in the middle of the body.",fields:[]},stalled:{hint:"The body stops in the middle.",fields:[]},endless:{hint:"White space follows the body, without end.",fields:[{name:"length",label:"Bytes (endless if empty)",type:"number"}]},mistyped:{hint:"The content type is text/html.",fields:[]},latency:{hint:"The sandbox's clock advances first.",fields:[b("ms","Seconds",30)]}};export function startFaults(){const e=n("fault");e.append(...Object.keys(f).map(t=>r("option",{value:t},u(t)))),n("operation").append(r("option",{value:""},"any call"),...A.map(t=>r("option",{value:t},t))),e.addEventListener("change",y),y(),n("arm").addEventListener("submit",t=>{t.preventDefault(),g(N())}),n("disarm").addEventListener("click",()=>m())}function y(){const{hint:e,fields:t}=f[n("fault").value];h(n("fault-hint"),e),n("parameters").replaceChildren(...t.map(S))}function S({name:e,label:t,choices:s,type:a,value:l}){const i=\`parameter-\${e}\`,c=r("label",{for:i},t);return s!==void 0?r("p",{},c,r("select",{id:i},...s.map(o=>r("option",{},String(o))))):a==="checkbox"?r("p",{class:"option"},r("input",{id:i,type:a,checked:l===!0}),c):r("p",{},c,r("input",{id:i,type:a,min:"0",step:"any",value:l}))}function N(){const e=n("fault").value,t=f[e].fields.map(({name:a,choices:l,type:i,scale:c=1})=>{const o=n(\`parameter-\${a}\`);return i==="checkbox"?[a,o.checked]:l!==void 0?[a,Number(o.value)||o.value]:[a,o.value===""?void 0:Number(o.value)*c]}),s=n("times").value;return{fault:{type:e,...Object.fromEntries(t)},operation:n("operation").value||void 0,call:Number(n("call").value),times:s===""?null:Number(s)}}export function renderFaults(){const{faults:e}=x;n("no-faults").hidden=e.length>0,n("disarm").hidden=e.length===0,n("armed-count").hidden=e.length===0,h(n("armed-count"),String(e.length)),w(n("armed"),e,{key:({id:t})=>t,create:O})}function O({id:e,fault:t,operation:s,call:a,times:l}){const{type:i,...c}=t,o=[s??"any call",a>1&&\`from call no. \${a}\`,l===null?"always":T(l,"time"),...Object.entries(c).map(([v,k])=>\`\${v} \${k}\`)];return r("li",{},r("p",{},r("strong",{},u(i)),r("span",{class:"hint"},o.filter(Boolean).join(", "))),r("button",{type:"button","aria-label":\`Disarm \${u(i)}\`,click:()=>m(e)},"Disarm"))}
`,
  "format.js": `const i=new Intl.DateTimeFormat([],{timeStyle:"medium",hourCycle:"h23"}),d=new Intl.DateTimeFormat([],{timeStyle:"short",hourCycle:"h23"}),a=new Intl.DateTimeFormat([],{dateStyle:"medium"});export function time(t){return i.format(t)}export function shortTime(t){return d.format(t)}export function date(t){return a.format(t)}export function duration(t){const e=Math.max(0,Math.ceil(t/1e3)),[o,r,c]=[Math.floor(e/3600),Math.floor(e/60)%60,e%60],n=u=>String(u).padStart(2,"0");return o>0?\`\${o}:\${n(r)}:\${n(c)}\`:\`\${r}:\${n(c)}\`}const s=/^\\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\\d{3})(\\d+)$/;export function phone(t){const[,e,o]=s.exec(t)??[];return e===void 0?t:\`+\${e} \${o.replace(/(\\d{3})(?=\\d{2})/g,"$1 ")}\`}const f=new Set("pending valid approved success retry challenged shadow_blocked".split(" "));export function outcomeOf(t){const e=t?.body?.status??t?.body?.code;return typeof e=="string"?e:void 0}export function isRefusal(t){const e=outcomeOf(t);return t!==void 0&&e!==void 0&&(t.status>=400||!f.has(e))}export function words(t){return t.replaceAll("_"," ")}export function count(t,e,o=\`\${e}s\`){return\`\${t} \${t===1?e:o}\`}
`,
  "icon.svg": `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
<rect width="64" height="64" rx="17" fill="#5b4bdb" />
<path fill="#fff"
d="M32 12a3.5 3.5 0 0 1 3.5 3.7A14 14 0 0 1 46 29.200v8.500l3.600 5.200A2 2 0 0 1 48 46H16a2 2 0 0 1-1.600-3.100L18 37.700v-8.500a14 14 0 0 1 10.500-13.500A3.500 3.500 0 0 1 32 12Z" />
<path fill="#ffc94d" d="M25.500 48.500h13a6.500 6.500 0 0 1-13 0Z" />
</svg>
`,
  "index.html": `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Ding sandbox</title>
<link rel="icon" href="/sandbox/page/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/sandbox/page/base.css">
<link rel="stylesheet" href="/sandbox/page/layout.css">
<link rel="stylesheet" href="/sandbox/page/conversation.css">
<link rel="stylesheet" href="/sandbox/page/tools.css">
<link rel="stylesheet" href="/sandbox/page/motion.css">
<link rel="stylesheet" href="/sandbox/page/narrow.css">
<script type="module" src="/sandbox/page/main.js"></script>
</head>
<body>
<a class="skip" href="#conversation">Skip to the messages</a>

<header class="bar">
<h1><img src="/sandbox/page/icon.svg" alt="" width="28" height="28"> Ding sandbox</h1>
<p id="connection" class="connection" role="status">Connecting</p>
<button type="button" id="reset" class="quiet">Reset</button>
<section class="clock" aria-label="Clock">
<p class="now"><span id="date"></span> <time id="now"></time></p>
<div class="group" role="group" aria-label="Advance the clock">
<button type="button" data-advance="10000">+10 s</button>
<button type="button" data-advance="60000">+1 min</button>
<button type="button" data-advance="600000">+10 min</button>
<button type="button" data-advance="3600000">+1 h</button>
</div>
</section>
</header>

<nav class="phones" aria-label="Phones">
<header>
<h2>Phones</h2>
<button type="button" id="follow" class="toggle" aria-pressed="true">
Follow newest
</button>
</header>
<ul id="phones"></ul>
<p id="no-phones" class="hint">No codes have been sent yet.</p>
</nav>

<main id="conversation" tabindex="-1" aria-labelledby="phone">
<header class="window" id="window" hidden>
<span class="avatar" id="avatar" aria-hidden="true"></span>
<div class="who">
<h2 id="phone">Messages</h2>
<p id="state"></p>
</div>
<div class="countdown">
<progress id="left" max="1" value="0" aria-label="Time left in the window"></progress>
<p id="countdown"></p>
</div>
<div class="skips">
<button type="button" id="skip-gap">Skip to next code</button>
<button type="button" id="skip-window">Skip to the end</button>
</div>
</header>

<section id="welcome" class="welcome">
<img src="/sandbox/page/icon.svg" alt="" width="72" height="72">
<h2>Ready when you are</h2>
<p>Point your program here, and every code it sends appears on this page.</p>
<pre class="environment" tabindex="0" aria-label="Environment variables"></pre>
<p>
<button type="button" data-copy-environment class="primary">Copy</button>
<button type="button" id="first">Send a first code</button>
</p>
</section>

<ol id="timeline" class="timeline" aria-label="Messages"></ol>

<form id="composer" class="composer" hidden>
<label for="typed">Type a code as this person</label>
<div>
<input id="typed" inputmode="numeric" autocomplete="off" maxlength="64" required>
<button class="primary">Check</button>
<button type="button" id="retry">Send another</button>
</div>
</form>
</main>

<aside class="tools" aria-label="Tools">
<div class="tabs" role="tablist" aria-label="Tools">
<button type="button" role="tab" id="tab-journal" aria-controls="journal">Journal</button>
<button type="button" role="tab" id="tab-faults" aria-controls="faults">
Faults <span id="armed-count" class="count" hidden></span>
</button>
<button type="button" role="tab" id="tab-scenarios" aria-controls="scenarios">
Scenarios
</button>
<button type="button" role="tab" id="tab-webhooks"
aria-controls="webhooks">Webhooks</button>
<button type="button" role="tab" id="tab-connect" aria-controls="connect">Connect</button>
</div>

<section id="journal" role="tabpanel" aria-labelledby="tab-journal" tabindex="0">
<p id="no-requests" class="hint">Requests and their responses, newest first.</p>
<ol id="requests" class="requests"></ol>
</section>

<section
id="webhooks"
role="tabpanel"
aria-labelledby="tab-webhooks"
tabindex="0"
hidden
>
<p id="no-webhooks" class="hint">
Events that a send with a callback URL causes, and the responses to them.
</p>
<ol id="deliveries" class="requests"></ol>
</section>

<section id="faults" role="tabpanel" aria-labelledby="tab-faults" tabindex="0" hidden>
<form id="arm" class="fields">
<label for="fault">What goes wrong</label>
<select id="fault" aria-describedby="fault-hint"></select>
<p id="fault-hint" class="hint"></p>
<div id="parameters" class="parameters"></div>
<div class="parameters">
<p>
<label for="operation">Operation</label>
<select id="operation"></select>
</p>
<p>
<label for="call">From call no.</label>
<input id="call" type="number" min="1" value="1" required>
</p>
<p>
<label for="times">How often</label>
<select id="times">
<option value="1">Once</option>
<option value="2">Twice</option>
<option value="5">5 times</option>
<option value="">Always</option>
</select>
</p>
</div>
<button class="primary">Arm</button>
</form>
<h3>Armed</h3>
<p id="no-faults" class="hint">None: all calls succeed.</p>
<ul id="armed" class="armed"></ul>
<button type="button" id="disarm" hidden>Disarm all</button>
</section>

<section id="scenarios" role="tabpanel" aria-labelledby="tab-scenarios" tabindex="0" hidden>
<p class="hint">
Numbers with a fixed behavior, reserved for fiction. There are ten for each scenario:
<em>Send</em> uses the first one without messages.
</p>
<div id="scenario-list"></div>
</section>

<section id="connect" role="tabpanel" aria-labelledby="tab-connect" tabindex="0" hidden>
<p class="hint">Environment variables for a program that uses this sandbox.</p>
<pre class="environment" tabindex="0" aria-label="Environment variables"></pre>
<p><button type="button" data-copy-environment>Copy</button></p>
<p class="hint">
A test can read the codes from <code>/sandbox/messages?to=%2B15555550100</code>, advance the
clock with <code>POST /sandbox/clock</code>, and start over with
<code>POST /sandbox/reset</code>.
</p>
</section>
</aside>

<p id="toast" class="toast" role="status"></p>
<p id="arrivals" class="unseen" role="log"></p>
</body>
</html>
`,
  "journal.js": `import{byId as l,fill as g,make as t}from"./dom.js";import{isRefusal as y,outcomeOf as b,phone as j,time as O,words as p}from"./format.js";import{recipientOf as R,state as m}from"./state.js";export function renderJournal(){l("no-requests").hidden=m.requests.length>0,g(l("requests"),m.requests.toReversed(),{key:({key:e})=>e,create:$})}function $(e){const{at:s,method:n,path:i,response:o,fault:r}=e,{status:a}=o??{},u=a===void 0?"none":\`\${Math.floor(a/100)}xx\`,x=u==="2xx"&&y(o)?"refused":u,c=R(e),f=[[b(o),o?.body?.reason].filter(h).map(p).join(", "),h(c)?j(c):""].filter(Boolean).join(" · "),d=t("details",{},t("summary",{},t("span",{class:\`status s\${x}\`},String(a??"—")),t("span",{class:"method"},n),t("span",{class:"path"},i),r&&t("span",{class:"fault"},p(r)),t("time",{datetime:s},O(new Date(s))),f===""?void 0:t("span",{class:"outcome"},f)));return d.addEventListener("toggle",()=>d.append(...k(e)),{once:!0}),t("li",{},d)}function h(e){return typeof e=="string"}function k({headers:e,body:s,response:n}){return[...part("Request",e,s),...n===void 0?[t("p",{class:"hint"},"There was no response.")]:part("Response",n.headers,n.body)]}export function part(e,s,n){const i=Object.entries(s).map(([r,a])=>\`\${r}: \${a}\`),o=typeof n=="string"?n:JSON.stringify(n,void 0,2);return[t("h3",{},e),t("pre",{tabindex:"0","aria-label":e},[i.join(\`
\`),o].filter(Boolean).join(\`

\`))]}
`,
  "layout.css": `.bar{grid-area:bar;display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1.25rem;padding:0 .25rem}.connection{display:flex;align-items:center;gap:.4rem;margin-right:auto;color:var(--soft);font-size:.85rem}.connection:before{width:.55rem;height:.55rem;border-radius:50%;background:var(--warn);content:""}.connection[data-state=live]:before{background:var(--good);animation:pulse 2.4s ease-out infinite}.clock{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem .9rem}.now{font-variant-numeric:tabular-nums}.now span{margin-right:.3rem;color:var(--soft);font-size:.85rem}.now time{font-size:1.15rem;font-weight:650}.phones,main,.tools{display:flex;flex-direction:column;min-height:0;overflow:hidden;border:1px solid var(--line);border-radius:1rem;background:var(--surface);box-shadow:var(--shadow)}.phones{grid-area:phones}.phones>header{display:flex;align-items:center;justify-content:space-between;padding:.7rem .8rem .5rem 1rem}.phones .hint{padding:.2rem 1rem}#phones{overflow-y:auto;padding:0 .5rem .5rem}.phones li button{display:grid;grid:"avatar number time" auto "avatar preview unread" auto / auto minmax(0,1fr) auto;align-items:center;gap:0 .65rem;width:100%;padding:.5rem;border:0;border-radius:.75rem;background:none;text-align:left}.phones li button:hover{background:var(--raised)}.phones li button[aria-current]{background:var(--tint)}.phones .avatar{grid-area:avatar}.phones .number{overflow:hidden;font-weight:600;text-overflow:ellipsis}.phones time{color:var(--soft);font-size:.75rem}.phones .unread{justify-self:end}.phones .preview{grid-area:preview;overflow:hidden;color:var(--soft);font-size:.8rem;text-overflow:ellipsis}.avatar{display:grid;place-items:center;width:2.5rem;height:2.5rem;flex:none;border-radius:50%;background:light-dark(oklch(.92 .06 var(--hue)),oklch(.38 .08 var(--hue)));color:light-dark(oklch(.36 .12 var(--hue)),oklch(.93 .05 var(--hue)))}.phones .preview.bad{color:var(--bad)}.avatar:before{width:.75rem;height:1.15rem;border:.14rem solid;border-bottom-width:.28rem;border-radius:.2rem;content:""}.avatar[data-kind=email]:before{width:1.2rem;height:.85rem;border-bottom-width:.14rem;background:linear-gradient(currentcolor,currentcolor) 50% 35% / 60% .12rem no-repeat}.unread{grid-area:unread;width:.55rem;height:.55rem;border-radius:50%;background:var(--accent)}
`,
  "live.js": `import{base as s}from"./dom.js";const n=2e3;export function connect({change:t,online:o}){const e=new EventSource(\`\${s}/sandbox/events\`);e.onopen=()=>o(!0),e.onmessage=({data:r})=>t(JSON.parse(r)),e.onerror=()=>{o(!1),e.readyState===EventSource.CLOSED&&setTimeout(()=>connect({change:t,online:o}),n)}}
`,
  "main.js": `import{reset as c}from"./calls.js";import{renderClock as a,startClock as s}from"./clock.js";import{renderConversation as d,startConversation as f}from"./conversation.js";import{byId as n,copy as l,write as o}from"./dom.js";import{renderFaults as u,startFaults as p}from"./faults.js";import{phone as v}from"./format.js";import{renderJournal as b}from"./journal.js";import{connect as h}from"./live.js";import{renderPhones as y,startPhones as k}from"./phones.js";import{renderScenarios as C}from"./scenarios.js";import{apply as $,state as g}from"./state.js";import{startTabs as x}from"./tabs.js";import{renderWebhooks as L}from"./webhooks.js";let r=!1;function i(){r||(r=!0,setTimeout(()=>{r=!1,D()},30))}function D(){a(),y(),d(),b(),L(),u(),C();for(const e of document.querySelectorAll(".environment"))o(e,m())}function m(){return Object.entries(g.environment).map(([e,t])=>\`export \${e}=\${t}\`).join(\`
\`)}function E({type:e,message:t}){e==="message"&&(o(n("arrivals"),\`To \${v(t.to)}: \${t.text}\`),document.hidden&&(document.title=\`\${t.code} · Ding sandbox\`))}s(),k({changed:i}),f(),p(),x(),n("reset").addEventListener("click",()=>c());for(const e of document.querySelectorAll("[data-copy-environment]"))e.addEventListener("click",()=>l(m(),"the environment variables"));document.addEventListener("visibilitychange",()=>{document.hidden||(document.title="Ding sandbox")}),h({change(e){$(e),E(e),i()},online(e){o(n("connection"),e?"Live":"Connection lost, reconnecting"),n("connection").dataset.state=e?"live":"lost"}});
`,
  "motion.css": `.toast{position:fixed;top:.6rem;left:50%;z-index:2;padding:.55rem 1.1rem;border-radius:2rem;background:var(--ink);color:var(--ground);font-size:.9rem;opacity:0;pointer-events:none;translate:-50% -1rem;transition:opacity .2s,translate .2s}.toast.shown{opacity:1;translate:-50%}@keyframes arrive{0%{opacity:0;translate:0 .6rem}}@keyframes pulse{0%{box-shadow:0 0 color-mix(in oklab,var(--good) 45%,transparent)}60%,to{box-shadow:0 0 0 .45rem transparent}}@media(prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important}}
`,
  "narrow.css": `@media(width<80rem){body{grid:"bar bar" auto "phones tools" minmax(0,2fr) "conversation tools" minmax(0,5fr) / minmax(0,1fr) 23rem}}@media(width<52rem){body{display:flex;flex-direction:column;height:auto;min-height:100dvh}.phones{max-height:13rem;flex:none}main{min-height:26rem}.timeline{max-height:60dvh}.window{grid:"avatar who" auto "countdown countdown" auto "skips skips" auto / auto minmax(0,1fr)}.skips{justify-content:start}[role=tabpanel]{max-height:70dvh}}
`,
  "phones.js": `import{byId as o,fill as v,make as n,write as p}from"./dom.js";import{phone as y,shortTime as g,words as k}from"./format.js";import{followNewest as A,phones as S,view as r}from"./state.js";export function startPhones({changed:e}){o("follow").addEventListener("click",()=>{r.follows=!r.follows,A(),e()}),o("phones").addEventListener("click",({target:t})=>{const s=t.closest("li");s!==null&&(Object.assign(r,{selected:s.dataset.key,follows:!1}),e())})}export function renderPhones(){const e=S();o("no-phones").hidden=e.length>0,o("follow").setAttribute("aria-pressed",String(r.follows)),v(o("phones"),e,{key:({to:t})=>t,create:q,update:L})}export function paintAvatar(e,t){let s=0;for(const a of t)s=(s*31+a.charCodeAt(0))%360;e.style.setProperty("--hue",s),e.dataset.kind=t.startsWith("+")?"phone":"email"}function q({to:e}){const t=n("span",{class:"avatar","aria-hidden":"true"});return paintAvatar(t,e),n("li",{},n("button",{type:"button"},t,n("span",{class:"number"},y(e)),n("time"),n("span",{class:"preview"}),n("span",{class:"unread",hidden:!0},n("span",{class:"unseen"},"new"))))}function L(e,{id:t,to:s,type:a,text:i,outcome:h,reason:w,at:l,delivery:m}){const c=e.querySelector(".preview"),u=e.querySelector("time"),d=a==="refusal",b=m==="undeliverable"?\`Not delivered: \${i}\`:i;p(c,d?\`Refused: \${k(w??h)}\`:b),c.classList.toggle("bad",d),p(u,g(new Date(l))),u.dateTime=l,s===r.selected&&r.seen.set(s,t),e.querySelector(".unread").hidden=r.seen.get(s)===t;const f=e.querySelector("button");s===r.selected?f.setAttribute("aria-current","true"):f.removeAttribute("aria-current")}
`,
  "scenarios.js": `import{send as l}from"./calls.js";import{byId as d,copy as u,fill as p,make as n}from"./dom.js";import{phone as r,words as i}from"./format.js";import{state as a,view as c}from"./state.js";const f={send:"Sending a code",check:"Checking it",retry:"Sending another",delivery:"Delivery",lookup:"Looking a number up",fault:"Faults of every send"};export function renderScenarios(){p(d("scenario-list"),Object.entries(a.scenarios),{key:([e])=>e,create:([e,o])=>n("details",{open:e==="send"},n("summary",{},f[e]??i(e)),n("ul",{class:"scenarios"},...Object.entries(o).map(m)))})}function m([e,{description:o,numbers:s}]){const[t]=s;return n("li",{},n("p",{},n("strong",{},i(e)),n("span",{class:"hint"},o)),n("button",{type:"button",class:"number quiet","aria-label":\`Copy \${r(t)}\`,click:()=>u(t,t)},r(t)),n("button",{type:"button","aria-label":\`Send: \${i(e)}\`,click:()=>y(s)},"Send"))}function y(e){const o=new Set(a.messages.map(({to:t})=>t)),s=e.find(t=>!o.has(t))??e[0];return c.follows||(c.selected=s),l(s)}
`,
  "state.js": `import{isRefusal as m,outcomeOf as h}from"./format.js";const g=200,c=500,S=100;export const state={now:new Date(0),credentials:{},environment:{},scenarios:{},messages:[],windows:new Map,requests:[],webhooks:new Map,faults:[]},view={selected:void 0,follows:!0,seen:new Map};let y=0;function u(e){return{...e,key:String(++y)}}function k(){Object.assign(state,{messages:[],windows:new Map,requests:[],webhooks:new Map,faults:[]}),Object.assign(view,{selected:void 0,follows:!0,seen:new Map})}const M={snapshot({messages:e,windows:t,requests:a,webhooks:n,...s}){const{type:d,now:i,...r}=s;Object.assign(state,r,{now:new Date(i),messages:e.slice(-c),windows:new Map(t.map(o=>[o.authenticationUuid,o])),requests:a.map(u),webhooks:new Map(n.map(o=>[o.id,o]))}),followNewest();for(const{to:o,id:l}of phones())view.seen.set(o,l)},message({message:e}){state.messages=[...state.messages,e].slice(-c),followNewest()},window({window:e}){state.windows.set(e.authenticationUuid,e)},request({request:e}){state.requests=[...state.requests,u(e)].slice(-g),followNewest()},webhook({webhook:e}){state.webhooks.set(e.id,e);const[t]=state.webhooks.keys();state.webhooks.size>S&&state.webhooks.delete(t)},clock({now:e}){state.now=new Date(e)},faults({faults:e}){state.faults=e},reset({now:e}){k(),state.now=new Date(e)}};export function apply(e){M[e.type]?.(e)}export function followNewest(){view.follows&&(view.selected=phones()[0]?.to)}export function recipientOf({path:e,body:t}){return e==="/v1/authentication"?t?.phone_number:e.startsWith("/v2/verification")?t?.target?.value:void 0}function f(){return state.requests.filter(({path:e,response:t})=>v.has(e)&&m(t)).map(e=>({id:\`refusal \${e.key}\`,type:"refusal",to:recipientOf(e),outcome:h(e.response),reason:e.response.body.reason,at:e.at})).filter(({to:e})=>typeof e=="string"&&/^\\+\\d+$|@/.test(e))}const v=new Set(["/v1/authentication","/v2/verification"]);function p(){return state.messages.map(e=>({...e,at:e.sentAt,type:"message"}))}export function phones(){const e=new Map;for(const t of[...p(),...f()].sort(w))e.delete(t.to),e.set(t.to,t);return[...e.values()].reverse()}function w(e,t){return Date.parse(e.at)-Date.parse(t.at)}export function windowOf(e){const t=state.messages.findLast(({to:a})=>a===e);return t&&state.windows.get(t.authenticationUuid)}export function timeline(e){const t=p().filter(({to:s})=>s===e),n=[...new Set(t.map(({authenticationUuid:s})=>s))].flatMap(s=>state.windows.get(s)?.checked??[]);return[...t,...n.map(s=>({...s,type:"check"})),...f().filter(({to:s})=>s===e)].sort(w)}export function deathOf({authenticationUuid:e,code:t,at:a}){const n=state.windows.get(e),s=state.messages.findLast(i=>i.authenticationUuid===e);return s!==void 0&&s.code!==t?"Replaced":n?.state==="validated"?"Used":n?.checked.some(({status:i,at:r})=>i==="transaction_mismatch"&&Date.parse(r)>=Date.parse(a))?"Invalid":n?.state==="open"&&Date.parse(n.expiresAt)>state.now?void 0:"Expired"}
`,
  "tabs.js": `export function startTabs(){const t=[...document.querySelectorAll("[role=tab]")];t.forEach((n,e)=>{n.addEventListener("click",()=>r(t,n)),n.addEventListener("keydown",({key:o})=>{const c={ArrowRight:e+1,ArrowLeft:e-1,Home:0,End:-1}[o];if(c===void 0)return;const s=t.at(c%t.length);r(t,s),s.focus()})}),r(t,t[0])}function r(t,n){for(const e of t){const o=e===n;e.setAttribute("aria-selected",String(o)),e.tabIndex=o?0:-1,document.getElementById(e.getAttribute("aria-controls")).hidden=!o}}
`,
  "tools.css": `.tools{grid-area:tools}.tabs{display:flex;flex-wrap:wrap;padding:.5rem .4rem 0;border-bottom:1px solid var(--line)}.tabs button{flex:auto;padding:.3rem .25rem .5rem;border:0;border-bottom:2px solid transparent;border-radius:.5rem .5rem 0 0;background:none;color:var(--soft);font-size:.82rem}.tabs button[aria-selected=true]{border-bottom-color:var(--accent);color:var(--accent);font-weight:600}.count{padding:0 .4rem;border-radius:1rem;background:var(--warn-tint);color:var(--warn);font-size:.75rem}[role=tabpanel]{display:flex;flex:1;flex-direction:column;gap:.8rem;min-height:0;overflow-y:auto;padding:.9rem}summary{cursor:pointer}pre{overflow:auto;padding:.7rem .8rem;border-radius:.6rem;background:var(--raised);font:.8rem / 1.5 var(--mono)}code{font-family:var(--mono);font-size:.92em;overflow-wrap:anywhere}.requests pre{max-height:22rem;margin-bottom:.6rem;font-size:.75rem;overflow-wrap:anywhere;white-space:pre-wrap}.requests h3{padding:.3rem .2rem}.requests .hint{padding:0 .2rem .6rem}.requests summary{display:flex;flex-wrap:wrap;align-items:center;gap:.1rem .5rem;padding:.4rem .35rem;border-radius:.5rem;font-size:.82rem}.requests summary:hover{background:var(--raised)}.requests time{flex:none;margin-left:auto;color:var(--soft);font-size:.75rem;font-variant-numeric:tabular-nums}.method{font-weight:600}.requests summary:before{width:.45rem;height:.45rem;flex:none;margin:0 .15rem;border:solid var(--soft);border-width:0 .12rem .12rem 0;content:"";rotate:-45deg}.requests [open]>summary:before{rotate:45deg}.outcome{flex:1 0 100%;padding-left:1.25rem;color:var(--soft);overflow-wrap:anywhere}.attempts{padding:0 .2rem .6rem;font-size:.82rem}.path{flex:1 1 0;min-width:3rem;font-family:var(--mono);font-size:.78rem;overflow-wrap:anywhere}.status,.fault{flex:none;padding:.05rem .45rem;border-radius:.4rem;background:var(--bad-tint);color:var(--bad);font-size:.75rem;font-weight:600;font-variant-numeric:tabular-nums}.s2xx{background:var(--good-tint);color:var(--good)}.srefused,.s3xx,.s4xx,.fault{background:var(--warn-tint);color:var(--warn)}.fields{display:grid;gap:.35rem}.fields label{font-size:.82rem}.fields>.primary{justify-self:start;margin-top:.3rem}.parameters{display:grid;grid-template-columns:repeat(auto-fit,minmax(6.5rem,1fr));gap:.6rem}.parameters p{display:flex;flex-direction:column;justify-content:end}.parameters .option{flex-direction:row;align-items:center;justify-content:start;gap:.5rem;grid-column:1 / -1}.parameters select,.parameters input:not([type=checkbox]){width:100%}input[type=checkbox]{width:1.1rem;min-height:1.1rem;margin:.3rem 0;accent-color:var(--accent)}.armed li,.scenarios li{display:flex;align-items:center;gap:.5rem;padding:.5rem 0;border-top:1px solid var(--line)}.armed p,.scenarios p{display:grid;flex:1;font-size:.88rem}#disarm{align-self:start}#scenario-list summary{padding:.5rem 0;font-weight:600}.scenarios .number{padding:0 .5rem;font-size:.78rem;font-variant-numeric:tabular-nums}
`,
  "webhooks.js": `import{redeliver as y}from"./calls.js";import{byId as d,fill as m,make as t,write as i}from"./dom.js";import{count as $,time as u}from"./format.js";import{part as h}from"./journal.js";import{state as k}from"./state.js";const b={delivered:"s2xx",pending:"s4xx"};export function renderWebhooks(){const e=[...k.webhooks.values()].reverse();d("no-webhooks").hidden=e.length>0,m(d("deliveries"),e,{key:({id:s})=>s,create:v,update:x})}function v({id:e,url:s,body:n}){const r=t("details",{},t("summary",{},t("span",{class:"status"}),t("span",{class:"path"},n.type),t("time"),t("span",{class:"outcome"})),t("p",{class:"hint"},\`To \${s}\`),t("ol",{class:"attempts"}),...h("Body",{},n),t("button",{type:"button",click:()=>y(e)},"Post again"));return t("li",{},r)}function x(e,{state:s,attempts:n,nextAt:r}){const c=e.querySelector(".status");i(c,s),c.className=\`status \${b[s]??""}\`;const o=n.at(-1),l=e.querySelector("summary time");i(l,o===void 0?"":u(new Date(o.at))),l.dateTime=o?.at??"";const p=r===void 0||o===void 0?"":\`, next at \${u(new Date(r))}\`;i(e.querySelector(".outcome"),\`\${f(o)} · \${$(n.length,"attempt")}\${p}\`),m(e.querySelector(".attempts"),n.toReversed(),{key:({at:a})=>a,create:a=>t("li",{},\`\${u(new Date(a.at))}: \${f(a)}\`)})}function f(e){return e===void 0?"not posted":e.status===void 0||e.status===null?"no response":\`response \${e.status}\`}
`,
};
