// deno-fmt-ignore-file
/** The files of the inbox page, by name: made from `page/` by `deno task build:page`. */
export const assets: Readonly<Record<string, string>> = {
  "base.css": `:root{color-scheme:light dark;--ground: light-dark(#f3f2f7, #121117);--surface: light-dark(#ffffff, #1b1a22);--raised: light-dark(#f7f6fb, #24222d);--line: light-dark(#e2e0ec, #34313f);--control-line: light-dark(#8b87a0, #77728c);--ink: light-dark(#1c1a27, #f0eef8);--soft: light-dark(#5e5a72, #aba6c0);--accent: light-dark(#5344cf, #a99fff);--on-accent: light-dark(#ffffff, #15122e);--tint: light-dark(#eeebff, #2b2650);--good: light-dark(#0b6b43, #63d6a0);--good-tint: light-dark(#e0f5ea, #12352a);--bad: light-dark(#b3261e, #ff9d94);--bad-tint: light-dark(#fde8e6, #43201e);--warn: light-dark(#7a4b00, #f5c26b);--warn-tint: light-dark(#fdf0d8, #3b2c12);--shadow: 0 1px 2px light-dark(#1c1a2714, #0006), 0 6px 20px light-dark(#1c1a270d, #0004);--sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;--mono: ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace;font:15px / 1.45 var(--sans)}*,:before,:after{box-sizing:border-box}[hidden]{display:none!important}body{display:grid;grid:"bar bar bar" auto "phones conversation tools" minmax(0,1fr) / 18rem minmax(0,1fr) 26rem;gap:.75rem;height:100dvh;margin:0;padding:.75rem;background:var(--ground);color:var(--ink)}h1,h2,h3,p,ul,ol,pre{margin:0;padding:0}ul,ol{list-style:none}h1{display:flex;align-items:center;gap:.6rem;font-size:1.1rem;letter-spacing:-.01em}h2{font-size:1rem}h3{font-size:.85rem}button,input,select{min-height:2.1rem;padding:.25rem .7rem;border:1px solid var(--control-line);border-radius:.55rem;background:var(--surface);color:inherit;font:inherit;font-size:.9rem}button{cursor:pointer;white-space:nowrap;transition:background-color .12s}button:hover{background:var(--tint)}button:active{translate:0 1px}.primary{border-color:var(--accent);background:var(--accent);color:var(--on-accent);font-weight:600}.primary:hover{background:color-mix(in oklab,var(--accent) 88%,var(--ink))}.quiet{border-color:var(--line)}.group{display:flex}.group button{margin-left:-1px;border-radius:0}.group button:first-child{border-radius:.55rem 0 0 .55rem}.group button:last-child{border-radius:0 .55rem .55rem 0}.toggle{min-height:1.8rem;padding:0 .6rem;border-color:var(--line);border-radius:1rem;color:var(--soft);font-size:.8rem}.toggle[aria-pressed=true]{border-color:transparent;background:var(--tint);color:var(--accent)}:focus-visible{position:relative;z-index:1;outline:2px solid var(--accent);outline-offset:2px}main:focus-visible,[role=tabpanel]:focus-visible,pre:focus-visible,summary:focus-visible,.phones button:focus-visible{outline-offset:-2px}.hint{color:var(--soft);font-size:.85rem}.good{color:var(--good)}.bad{color:var(--bad)}.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.skip{position:absolute;z-index:3;translate:0 -5rem;padding:.5rem 1rem;border-radius:.55rem;background:var(--accent);color:var(--on-accent)}.skip:focus{translate:0}
`,
  "calls.js": `import{base,say}from"./dom.js";import{state}from"./state.js";async function ask(method,path,{body,headers={}}={}){try{const response=await fetch(base+path,{method,headers:{...body&&{"content-type":"application/json"},...headers},...body&&{body:JSON.stringify(body)}});return{ok:response.ok,status:response.status,body:await response.json()}}catch{return{ok:!1,status:0,body:{message:"No readable response"}}}}async function control(method,path,body){const{ok,body:response}=await ask(method,\`/sandbox/\${path}\`,{body});return ok||say(response.message),ok}export function advance(ms){return control("POST","clock",{advance:ms})}export function arm(fault){return control("POST","faults",fault)}export function disarm(id){return control("DELETE",id===void 0?"faults":\`faults/\${id}\`)}export function reset(){return control("POST","reset",{})}async function call(path,fields){const{apiKey,customerUuid}=state.credentials,{status,body}=await ask("POST",\`/v1/\${path}\`,{headers:{"x-api-key":apiKey},body:{customer_uuid:customerUuid,...fields}}),outcome=body.status??body.code??body.message??"";say(\`\${status===0?"":\`\${status} \`}\${String(outcome).replaceAll("_"," ")}\`)}export function send(number){return call("authentication",{phone_number:number})}export function retry(authenticationUuid){return call("retry",{authentication_uuid:authenticationUuid})}export function check(authenticationUuid,code){return call("check",{authentication_uuid:authenticationUuid,check_code:code})}
`,
  "clock.js": `import{advance}from"./calls.js";import{byId,write}from"./dom.js";import{date,time}from"./format.js";import{state}from"./state.js";export function startClock(){for(const button of document.querySelectorAll("[data-advance]"))button.addEventListener("click",()=>advance(Number(button.dataset.advance)))}export function renderClock(){write(byId("date"),date(state.now)),write(byId("now"),time(state.now)),byId("now").dateTime=state.now.toISOString()}
`,
  "conversation.css": `main{grid-area:conversation}.window{display:grid;grid:"avatar who countdown skips" auto / auto minmax(8rem,1fr) minmax(6rem,11rem) auto;align-items:center;gap:.5rem .9rem;padding:.8rem 1rem;border-bottom:1px solid var(--line)}.window h2{font-size:1.1rem}.who p{color:var(--soft);font-size:.85rem;font-variant-numeric:tabular-nums}.window[data-state=validated] .who p{color:var(--good);font-weight:600}.countdown{color:var(--soft);font-size:.85rem;font-variant-numeric:tabular-nums;text-align:right}progress{display:block;width:100%;height:.4rem;overflow:hidden;border:0;border-radius:1rem;background:var(--line);appearance:none}progress::-webkit-progress-bar{background:var(--line)}progress::-webkit-progress-value{border-radius:1rem;background:var(--accent)}progress::-moz-progress-bar{background:var(--accent)}.skips{display:flex;flex-wrap:wrap;gap:.4rem}.skips button{border-color:var(--line)}.timeline{display:flex;flex:1;flex-direction:column;gap:.9rem;min-height:0;overflow-y:auto;padding:1.2rem}.timeline:empty{display:none}.timeline li{max-width:min(26rem,90%);animation:arrive .25s ease-out}.timeline li:first-child{margin-top:auto}.timeline article{display:grid;gap:.6rem;width:fit-content;padding:.8rem .9rem;border-radius:1.1rem 1.1rem 1.1rem .3rem;background:var(--raised);overflow-wrap:anywhere}.about{margin-top:.3rem;padding:0 .4rem;color:var(--soft);font-size:.78rem}.check{align-self:end}.check article{margin-left:auto;border-radius:1.1rem 1.1rem .3rem;background:var(--accent);color:var(--on-accent)}.check .digits{font-size:1.05rem}.check .about{text-align:right}.code{display:flex;align-items:center;justify-content:space-between;gap:1.2rem;padding:.45rem .5rem .45rem .9rem;border-color:var(--line);border-radius:.8rem}.digits{font-family:var(--mono);font-size:1.75rem;font-weight:600;letter-spacing:.14em;line-height:1.2}.copy{padding:.15rem .6rem;border-radius:.5rem;background:var(--tint);color:var(--accent);font-size:.8rem;font-weight:600}.composer{padding:.75rem 1rem .9rem;border-top:1px solid var(--line)}.composer label{color:var(--soft);font-size:.8rem}.composer div{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:.25rem}.composer input{flex:1 1 8rem;min-width:0;font-family:var(--mono);letter-spacing:.1em}.welcome{display:flex;flex-direction:column;align-items:center;gap:.9rem;margin:auto;padding:1.5rem;overflow:auto;text-align:center}.welcome h2{font-size:1.5rem;letter-spacing:-.02em}.welcome p{max-width:32rem;text-wrap:balance}.welcome pre{max-width:100%;text-align:left}
`,
  "conversation.js": `import{advance,check,retry,send}from"./calls.js";import{byId,copy,fill,make,write}from"./dom.js";import{count,duration,phone,time,words}from"./format.js";import{paintAvatar}from"./phones.js";import{state,timeline,view,windowOf}from"./state.js";const CHANNELS={sms:"SMS",rcs:"RCS",whatsapp:"WhatsApp"},FIRST_NUMBER="+15555550100";export function startConversation(){byId("first").addEventListener("click",()=>send(FIRST_NUMBER)),byId("skip-gap").addEventListener("click",()=>skipTo("nextRetryAt")),byId("skip-window").addEventListener("click",()=>skipTo("expiresAt")),byId("retry").addEventListener("click",()=>withWindow(id=>retry(id))),byId("composer").addEventListener("submit",event=>{event.preventDefault(),withWindow(id=>check(id,byId("typed").value)),event.target.reset()})}function withWindow(act){const id=state.messages.findLast(({to})=>to===view.selected)?.authenticationUuid;id!==void 0&&act(id)}function skipTo(instant){const at=windowOf(view.selected)?.[instant];at!==void 0&&advance(Math.max(0,Date.parse(at)-state.now))}export function renderConversation(){const number=view.selected,window=number===void 0?void 0:windowOf(number);byId("welcome").hidden=number!==void 0,byId("window").hidden=number===void 0,byId("composer").hidden=number===void 0,number!==void 0&&(write(byId("phone"),phone(number)),paintAvatar(byId("avatar"),number),renderWindow(window)),renderTimeline(number)}function renderWindow(window){const left=window===void 0?0:Date.parse(window.expiresAt)-state.now,isOpen=window?.state==="open"&&left>0,gap=isOpen&&window.nextRetryAt?Date.parse(window.nextRetryAt)-state.now:void 0;if(byId("window").dataset.state=isOpen?"open":window?.state==="validated"?"validated":"expired",byId("left").hidden=!isOpen,byId("skip-window").hidden=!isOpen,byId("skip-gap").hidden=!(gap>0),!isOpen){write(byId("state"),window?.state==="validated"?"The code was right":"The window is closed"),write(byId("countdown"),"");return}const{remainingRetries,remainingChecks}=window,chances=\`\${count(remainingRetries,"more code")} · \${count(remainingChecks,"check")} left\`;write(byId("state"),gap>0?\`\${chances} · next in \${duration(gap)}\`:chances),write(byId("countdown"),\`\${duration(left)} left\`),byId("left").value=left/(Date.parse(window.expiresAt)-Date.parse(window.openedAt))}function renderTimeline(number){const list=byId("timeline"),isAtEnd=list.scrollHeight-list.scrollTop-list.clientHeight<40,isOther=list.dataset.number!==(number??""),before=list.lastElementChild;list.dataset.number=number??"",fill(list,number===void 0?[]:timeline(number),{key:({id})=>id,create}),(isOther||isAtEnd&&list.lastElementChild!==before)&&(list.scrollTop=list.scrollHeight)}function create(entry){return entry.type==="message"?messageBubble(entry):checkBubble(entry)}function messageBubble({code,text,at,attempt,channel,delivery}){const isDelivered=delivery==="delivered";return make("li",{class:"message"},make("article",{},make("p",{class:"text"},text),make("button",{type:"button",class:"code",click:()=>copy(code,code)},make("span",{class:"digits"},code)," ",make("span",{class:"copy"},"Copy"))),make("p",{class:"about"},make("time",{datetime:at},time(new Date(at))),\` · \${CHANNELS[channel]??channel} no. \${attempt} · \`,make("span",{class:isDelivered?"good":"bad"},isDelivered?"Delivered ✓":"Not delivered ✕")))}function checkBubble({code,status,at}){const isRight=status==="valid";return make("li",{class:"check"},make("article",{},make("p",{class:"digits"},code)),make("p",{class:"about"},make("time",{datetime:at},time(new Date(at)))," · ",make("span",{class:isRight?"good":"bad"},\`\${words(status)} \${isRight?"✓":"✕"}\`)))}
`,
  "dom.js": `export const base=new URL("../..",import.meta.url).pathname.replace(/\\/$/,"");export function byId(id){return document.getElementById(id)}export function make(tag,attributes={},...children){const element=document.createElement(tag);for(const[name,value]of Object.entries(attributes))typeof value=="function"?element.addEventListener(name,value):value===!0?element.setAttribute(name,""):value!==!1&&value!==void 0&&element.setAttribute(name,value);return element.append(...children.filter(child=>child!==void 0)),element}export function write(element,text){element.textContent!==text&&(element.textContent=text)}export function fill(parent,items,{key,create,update=()=>{}}){const existing=new Map([...parent.children].map(child=>[child.dataset.key,child])),wanted=items.map(item=>{const name=key(item),child=existing.get(name)??create(item);return child.dataset.key=name,existing.delete(name),update(child,item),child});for(const child of existing.values())child.remove();const focused=document.activeElement;wanted.forEach((child,index)=>{parent.children[index]!==child&&parent.insertBefore(child,parent.children[index]??null)}),focused!==document.activeElement&&parent.contains(focused)&&focused.focus()}let fading;export function say(text){const toast=byId("toast");toast.textContent=text,toast.classList.add("shown"),clearTimeout(fading),fading=setTimeout(()=>toast.classList.remove("shown"),4e3)}export async function copy(text,what){try{await navigator.clipboard.writeText(text)}catch{const area=make("textarea",{class:"unseen"});area.value=text;const focused=document.activeElement;document.body.append(area),area.select(),document.execCommand("copy"),area.remove(),focused?.focus()}say(\`Copied \${what}\`)}
`,
  "faults.js": `import{arm,disarm}from"./calls.js";import{byId,fill,make,write}from"./dom.js";import{count,words}from"./format.js";import{state}from"./state.js";const OPERATIONS=["send","check","retry","feedback","status","lookup"],accepted={name:"accepted",label:"The request takes effect",type:"checkbox"},status=(...choices)=>({name:"status",label:"Status",choices}),seconds=(name,label,value)=>({name,label,type:"number",value,scale:1e3}),FAULTS={lost:{hint:"The connection closes before a response.",fields:[{...accepted,value:!0}]},silent:{hint:"The response never comes.",fields:[{...accepted,value:!0}]},error:{hint:"An error in the API's own format.",fields:[status(500,502,504,401,403),{...accepted,value:!0}]},busy:{hint:"Try again later, with retry-after.",fields:[status(503,429),seconds("retryAfter","Retry after (s)",1),{name:"form",label:"Format",choices:["seconds","date"]},accepted]},bad_gateway:{hint:"A proxy in front of the API returns 502 with HTML.",fields:[accepted]},redirect:{hint:"A redirect to another host, which clients should not follow.",fields:[accepted]},truncated:{hint:"Half of the JSON, as if complete.",fields:[]},cut_off:{hint:"The connection closes in the middle of the body.",fields:[]},stalled:{hint:"The body stops in the middle.",fields:[]},endless:{hint:"White space follows the body, without end.",fields:[{name:"length",label:"Bytes (endless if empty)",type:"number"}]},mistyped:{hint:"The content type is text/html.",fields:[]},latency:{hint:"The sandbox's clock advances first.",fields:[seconds("ms","Seconds",30)]}};export function startFaults(){const fault=byId("fault");fault.append(...Object.keys(FAULTS).map(type=>make("option",{value:type},words(type)))),byId("operation").append(make("option",{value:""},"any call"),...OPERATIONS.map(operation=>make("option",{value:operation},operation))),fault.addEventListener("change",renderParameters),renderParameters(),byId("arm").addEventListener("submit",event=>{event.preventDefault(),arm(readForm())}),byId("disarm").addEventListener("click",()=>disarm())}function renderParameters(){const{hint,fields}=FAULTS[byId("fault").value];write(byId("fault-hint"),hint),byId("parameters").replaceChildren(...fields.map(field))}function field({name,label,choices,type,value}){const id=\`parameter-\${name}\`,title=make("label",{for:id},label);return choices!==void 0?make("p",{},title,make("select",{id},...choices.map(choice=>make("option",{},String(choice))))):type==="checkbox"?make("p",{class:"option"},make("input",{id,type,checked:value===!0}),title):make("p",{},title,make("input",{id,type,min:"0",step:"any",value}))}function readForm(){const type=byId("fault").value,parameters=FAULTS[type].fields.map(({name,choices,type:type2,scale=1})=>{const input=byId(\`parameter-\${name}\`);return type2==="checkbox"?[name,input.checked]:choices!==void 0?[name,Number(input.value)||input.value]:[name,input.value===""?void 0:Number(input.value)*scale]}),times=byId("times").value;return{fault:{type,...Object.fromEntries(parameters)},operation:byId("operation").value||void 0,call:Number(byId("call").value),times:times===""?null:Number(times)}}export function renderFaults(){const{faults}=state;byId("no-faults").hidden=faults.length>0,byId("disarm").hidden=faults.length===0,byId("armed-count").hidden=faults.length===0,write(byId("armed-count"),String(faults.length)),fill(byId("armed"),faults,{key:({id})=>id,create})}function create({id,fault,operation,call,times}){const{type,...parameters}=fault,details=[operation??"any call",call>1&&\`from call no. \${call}\`,times===null?"always":count(times,"time"),...Object.entries(parameters).map(([name,value])=>\`\${name} \${value}\`)];return make("li",{},make("p",{},make("strong",{},words(type)),make("span",{class:"hint"},details.filter(Boolean).join(", "))),make("button",{type:"button","aria-label":\`Disarm \${words(type)}\`,click:()=>disarm(id)},"Disarm"))}
`,
  "format.js": `const clock=new Intl.DateTimeFormat([],{timeStyle:"medium",hourCycle:"h23"}),minute=new Intl.DateTimeFormat([],{timeStyle:"short",hourCycle:"h23"}),day=new Intl.DateTimeFormat([],{dateStyle:"medium"});export function time(date2){return clock.format(date2)}export function shortTime(date2){return minute.format(date2)}export function date(date2){return day.format(date2)}export function duration(ms){const seconds=Math.max(0,Math.ceil(ms/1e3)),[h,m,s]=[Math.floor(seconds/3600),Math.floor(seconds/60)%60,seconds%60],two=number=>String(number).padStart(2,"0");return h>0?\`\${h}:\${two(m)}:\${two(s)}\`:\`\${m}:\${two(s)}\`}export function phone(number){const[,area,exchange,line]=/^\\+1(\\d{3})(\\d{3})(\\d{4})$/.exec(number)??[];return area!==void 0?\`+1 \${area} \${exchange} \${line}\`:/^\\+\\d+$/.test(number)?number.replace(/\\B(?=(\\d{3})+$)/g," "):number}export function words(name){return name.replaceAll("_"," ")}export function count(number,one,many=\`\${one}s\`){return\`\${number} \${number===1?one:many}\`}
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
        <button type="button" role="tab" id="tab-connect" aria-controls="connect">Connect</button>
      </div>

      <section id="journal" role="tabpanel" aria-labelledby="tab-journal" tabindex="0">
        <p id="no-requests" class="hint">Requests and their responses, newest first.</p>
        <ol id="requests" class="requests"></ol>
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
  "journal.js": `import{byId,fill,make}from"./dom.js";import{time,words}from"./format.js";import{state}from"./state.js";export function renderJournal(){byId("no-requests").hidden=state.requests.length>0,fill(byId("requests"),state.requests.toReversed(),{key:({key})=>key,create})}function create(request){const{at,method,path,response,fault}=request,{status,body}=response??{},kind=status===void 0?"none":\`\${Math.floor(status/100)}xx\`,outcome=body?.status??body?.code,details=make("details",{},make("summary",{},make("span",{class:\`status s\${kind}\`},String(status??"—")),make("span",{class:"method"},method),make("span",{class:"path"},path),typeof outcome=="string"?make("span",{class:"outcome"},words(outcome)):void 0,fault&&make("span",{class:"fault"},words(fault)),make("time",{datetime:at},time(new Date(at)))));return details.addEventListener("toggle",()=>details.append(...exchange(request)),{once:!0}),make("li",{},details)}function exchange({headers,body,response}){return[...part("Request",headers,body),...response===void 0?[make("p",{class:"hint"},"There was no response.")]:part("Response",response.headers,response.body)]}function part(title,headers,body){const lines=Object.entries(headers).map(([name,value])=>\`\${name}: \${value}\`),text=typeof body=="string"?body:JSON.stringify(body,void 0,2);return[make("h3",{},title),make("pre",{tabindex:"0","aria-label":title},[lines.join(\`
\`),text].filter(Boolean).join(\`

\`))]}
`,
  "layout.css": `.bar{grid-area:bar;display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1.25rem;padding:0 .25rem}.connection{display:flex;align-items:center;gap:.4rem;margin-right:auto;color:var(--soft);font-size:.85rem}.connection:before{width:.55rem;height:.55rem;border-radius:50%;background:var(--warn);content:""}.connection[data-state=live]:before{background:var(--good);animation:pulse 2.4s ease-out infinite}.clock{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem .9rem}.now{font-variant-numeric:tabular-nums}.now span{margin-right:.3rem;color:var(--soft);font-size:.85rem}.now time{font-size:1.15rem;font-weight:650}.phones,main,.tools{display:flex;flex-direction:column;min-height:0;overflow:hidden;border:1px solid var(--line);border-radius:1rem;background:var(--surface);box-shadow:var(--shadow)}.phones{grid-area:phones}.phones>header{display:flex;align-items:center;justify-content:space-between;padding:.7rem .8rem .5rem 1rem}.phones .hint{padding:.2rem 1rem}#phones{overflow-y:auto;padding:0 .5rem .5rem}.phones li button{display:grid;grid:"avatar number time" auto "avatar preview preview" auto / auto minmax(0,1fr) auto;align-items:center;gap:0 .65rem;width:100%;padding:.5rem;border:0;border-radius:.75rem;background:none;text-align:left}.phones li button:hover{background:var(--raised)}.phones li button[aria-current]{background:var(--tint)}.phones .avatar{grid-area:avatar}.phones .number{overflow:hidden;font-weight:600;text-overflow:ellipsis}.phones time{color:var(--soft);font-size:.75rem}.phones .preview{grid-area:preview;overflow:hidden;color:var(--soft);font-size:.8rem;text-overflow:ellipsis}.avatar{display:grid;place-items:center;width:2.5rem;height:2.5rem;flex:none;border-radius:50%;background:light-dark(oklch(.92 .06 var(--hue)),oklch(.38 .08 var(--hue)));color:light-dark(oklch(.36 .12 var(--hue)),oklch(.93 .05 var(--hue)));font-size:.85rem;font-weight:700}
`,
  "live.js": `import{base}from"./dom.js";const RECONNECT=2e3;export function connect({change,online}){const source=new EventSource(\`\${base}/sandbox/events\`);source.onopen=()=>online(!0),source.onmessage=({data})=>change(JSON.parse(data)),source.onerror=()=>{online(!1),source.readyState===EventSource.CLOSED&&setTimeout(()=>connect({change,online}),RECONNECT)}}
`,
  "main.js": `import{reset}from"./calls.js";import{renderClock,startClock}from"./clock.js";import{renderConversation,startConversation}from"./conversation.js";import{byId,copy,write}from"./dom.js";import{renderFaults,startFaults}from"./faults.js";import{phone}from"./format.js";import{renderJournal}from"./journal.js";import{connect}from"./live.js";import{renderPhones,startPhones}from"./phones.js";import{renderScenarios}from"./scenarios.js";import{apply,state}from"./state.js";import{startTabs}from"./tabs.js";let isDue=!1;function changed(){isDue||(isDue=!0,setTimeout(()=>{isDue=!1,render()},30))}function render(){renderClock(),renderPhones(),renderConversation(),renderJournal(),renderFaults(),renderScenarios();for(const element of document.querySelectorAll(".environment"))write(element,environment())}function environment(){return Object.entries(state.environment).map(([name,value])=>\`export \${name}=\${value}\`).join(\`
\`)}function announce({type,message}){type==="message"&&(write(byId("arrivals"),\`To \${phone(message.to)}: \${message.text}\`),document.hidden&&(document.title=\`\${message.code} · Ding sandbox\`))}startClock(),startPhones({changed}),startConversation(),startFaults(),startTabs(),byId("reset").addEventListener("click",()=>reset());for(const button of document.querySelectorAll("[data-copy-environment]"))button.addEventListener("click",()=>copy(environment(),"the environment variables"));document.addEventListener("visibilitychange",()=>{document.hidden||(document.title="Ding sandbox")}),connect({change(change){apply(change),announce(change),changed()},online(isOnline){write(byId("connection"),isOnline?"Live":"Connection lost, reconnecting"),byId("connection").dataset.state=isOnline?"live":"lost"}});
`,
  "motion.css": `.toast{position:fixed;bottom:1.5rem;left:50%;z-index:2;padding:.55rem 1.1rem;border-radius:2rem;background:var(--ink);color:var(--ground);font-size:.9rem;opacity:0;pointer-events:none;translate:-50% 1rem;transition:opacity .2s,translate .2s}.toast.shown{opacity:1;translate:-50%}@keyframes arrive{0%{opacity:0;translate:0 .6rem}}@keyframes pulse{0%{box-shadow:0 0 color-mix(in oklab,var(--good) 45%,transparent)}60%,to{box-shadow:0 0 0 .45rem transparent}}@media(prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important}}
`,
  "narrow.css": `@media(width<80rem){body{grid:"bar bar" auto "phones tools" minmax(0,2fr) "conversation tools" minmax(0,5fr) / minmax(0,1fr) 23rem}.window{grid:"avatar who skips" auto "countdown countdown countdown" auto / auto 1fr auto}.avatar{grid-area:avatar}.who{grid-area:who}.skips{grid-area:skips}.countdown{grid-area:countdown;display:flex;align-items:center;gap:.8rem;white-space:nowrap}}@media(width<52rem){body{display:flex;flex-direction:column;height:auto;min-height:100dvh}.phones{max-height:13rem;flex:none}main{min-height:26rem}.timeline{max-height:60dvh}.window{grid:"avatar who" auto "countdown countdown" auto "skips skips" auto / auto 1fr}[role=tabpanel]{max-height:70dvh}}
`,
  "phones.js": `import{byId,fill,make,write}from"./dom.js";import{phone,shortTime}from"./format.js";import{followNewest,phones,view}from"./state.js";export function startPhones({changed}){byId("follow").addEventListener("click",()=>{view.follows=!view.follows,followNewest(),changed()}),byId("phones").addEventListener("click",({target})=>{const row=target.closest("li");row!==null&&(Object.assign(view,{selected:row.dataset.key,follows:!1}),changed())})}export function renderPhones(){const newest=phones();byId("no-phones").hidden=newest.length>0,byId("follow").setAttribute("aria-pressed",String(view.follows)),fill(byId("phones"),newest,{key:({to})=>to,create,update})}export function paintAvatar(avatar,number){let hue=0;for(const digit of number)hue=(hue*31+digit.charCodeAt(0))%360;avatar.style.setProperty("--hue",hue),write(avatar,number.startsWith("+")?number.slice(-2):number.slice(0,2))}function create({to}){const avatar=make("span",{class:"avatar","aria-hidden":"true"});return paintAvatar(avatar,to),make("li",{},make("button",{type:"button"},avatar,make("span",{class:"number"},phone(to)),make("time"),make("span",{class:"preview"})))}function update(row,{to,text,sentAt,delivery}){const preview=row.querySelector(".preview"),at=row.querySelector("time");write(preview,delivery==="undeliverable"?\`Not delivered: \${text}\`:text),write(at,shortTime(new Date(sentAt))),at.dateTime=sentAt;const button=row.querySelector("button");to===view.selected?button.setAttribute("aria-current","true"):button.removeAttribute("aria-current")}
`,
  "scenarios.js": `import{send}from"./calls.js";import{byId,copy,fill,make}from"./dom.js";import{phone,words}from"./format.js";import{state,view}from"./state.js";const TITLES={send:"Sending a code",check:"Checking it",retry:"Sending another",delivery:"Delivery",fault:"Faults of every send"};export function renderScenarios(){fill(byId("scenario-list"),Object.entries(state.scenarios),{key:([group])=>group,create:([group,scenarios])=>make("details",{open:group==="send"},make("summary",{},TITLES[group]??words(group)),make("ul",{class:"scenarios"},...Object.entries(scenarios).map(scenario)))})}function scenario([name,{description,numbers}]){const[first]=numbers;return make("li",{},make("p",{},make("strong",{},words(name)),make("span",{class:"hint"},description)),make("button",{type:"button",class:"number quiet","aria-label":\`Copy \${phone(first)}\`,click:()=>copy(first,first)},phone(first)),make("button",{type:"button","aria-label":\`Send: \${words(name)}\`,click:()=>sendTo(numbers)},"Send"))}function sendTo(numbers){const used=new Set(state.messages.map(({to})=>to)),number=numbers.find(number2=>!used.has(number2))??numbers[0];return view.follows||(view.selected=number),send(number)}
`,
  "state.js": `const MOST_REQUESTS=200,MOST_MESSAGES=500;export const state={now:new Date(0),credentials:{},environment:{},scenarios:{},messages:[],windows:new Map,requests:[],faults:[]},view={selected:void 0,follows:!0};let lastKey=0;function keyed(request){return{...request,key:String(++lastKey)}}function clear(){Object.assign(state,{messages:[],windows:new Map,requests:[],faults:[]}),Object.assign(view,{selected:void 0,follows:!0})}const reducers={snapshot({messages,windows,requests,...rest}){const{type:_,now,...others}=rest;Object.assign(state,others,{now:new Date(now),messages:messages.slice(-500),windows:new Map(windows.map(window=>[window.authenticationUuid,window])),requests:requests.map(keyed)}),followNewest()},message({message}){state.messages=[...state.messages,message].slice(-500),followNewest()},window({window}){state.windows.set(window.authenticationUuid,window)},request({request}){state.requests=[...state.requests,keyed(request)].slice(-200)},clock({now}){state.now=new Date(now)},faults({faults}){state.faults=faults},reset({now}){clear(),state.now=new Date(now)}};export function apply(change){reducers[change.type]?.(change)}export function followNewest(){view.follows&&(view.selected=state.messages.at(-1)?.to)}export function phones(){const newest=new Map;for(const message of state.messages)newest.delete(message.to),newest.set(message.to,message);return[...newest.values()].reverse()}export function windowOf(number){const newest=state.messages.findLast(({to})=>to===number);return newest&&state.windows.get(newest.authenticationUuid)}export function timeline(number){const messages=state.messages.filter(({to})=>to===number),typed=[...new Set(messages.map(({authenticationUuid})=>authenticationUuid))].flatMap(id=>state.windows.get(id)?.checked??[]);return[...messages.map(message=>({...message,at:message.sentAt,type:"message"})),...typed.map(check=>({...check,type:"check"}))].sort((a,b)=>Date.parse(a.at)-Date.parse(b.at))}
`,
  "tabs.js": `export function startTabs(){const tabs=[...document.querySelectorAll("[role=tab]")];tabs.forEach((tab,index)=>{tab.addEventListener("click",()=>select(tabs,tab)),tab.addEventListener("keydown",({key})=>{const next={ArrowRight:index+1,ArrowLeft:index-1,Home:0,End:-1}[key];if(next===void 0)return;const target=tabs.at(next%tabs.length);select(tabs,target),target.focus()})}),select(tabs,tabs[0])}function select(tabs,selected){for(const tab of tabs){const isSelected=tab===selected;tab.setAttribute("aria-selected",String(isSelected)),tab.tabIndex=isSelected?0:-1,document.getElementById(tab.getAttribute("aria-controls")).hidden=!isSelected}}
`,
  "tools.css": `.tools{grid-area:tools}.tabs{display:flex;gap:.25rem;padding:.5rem .5rem 0;border-bottom:1px solid var(--line)}.tabs button{flex:auto;padding:.3rem .4rem .5rem;border:0;border-bottom:2px solid transparent;border-radius:.5rem .5rem 0 0;background:none;color:var(--soft)}.tabs button[aria-selected=true]{border-bottom-color:var(--accent);color:var(--accent);font-weight:600}.count{padding:0 .4rem;border-radius:1rem;background:var(--warn-tint);color:var(--warn);font-size:.75rem}[role=tabpanel]{display:flex;flex:1;flex-direction:column;gap:.8rem;min-height:0;overflow-y:auto;padding:.9rem}summary{cursor:pointer}pre{overflow:auto;padding:.7rem .8rem;border-radius:.6rem;background:var(--raised);font:.8rem / 1.5 var(--mono)}code{font-family:var(--mono);font-size:.92em;overflow-wrap:anywhere}.requests pre{max-height:22rem;margin-bottom:.6rem;font-size:.75rem;overflow-wrap:anywhere;white-space:pre-wrap}.requests h3{padding:.3rem .2rem}.requests .hint{padding:0 .2rem .6rem}.requests summary{display:flex;align-items:center;gap:.5rem;padding:.4rem .35rem;border-radius:.5rem;font-size:.82rem}.requests summary:hover{background:var(--raised)}.requests time{flex:none;margin-left:auto;color:var(--soft);font-size:.75rem;font-variant-numeric:tabular-nums}.method{font-weight:600}.outcome{overflow:hidden;min-width:2.5rem;flex:0 2 auto;color:var(--soft);text-overflow:ellipsis;white-space:nowrap}.path{flex:0 1 auto;min-width:3rem;overflow:hidden;font-family:var(--mono);font-size:.78rem;text-overflow:ellipsis;white-space:nowrap}.status,.fault{flex:none;padding:.05rem .45rem;border-radius:.4rem;background:var(--bad-tint);color:var(--bad);font-size:.75rem;font-weight:600;font-variant-numeric:tabular-nums}.s2xx{background:var(--good-tint);color:var(--good)}.s3xx,.s4xx,.fault{background:var(--warn-tint);color:var(--warn)}.fields{display:grid;gap:.35rem}.fields label{font-size:.82rem}.fields>.primary{justify-self:start;margin-top:.3rem}.parameters{display:grid;grid-template-columns:repeat(auto-fit,minmax(6.5rem,1fr));gap:.6rem}.parameters p{display:flex;flex-direction:column;justify-content:end}.parameters .option{flex-direction:row;align-items:center;justify-content:start;gap:.5rem;grid-column:1 / -1}.parameters select,.parameters input:not([type=checkbox]){width:100%}input[type=checkbox]{width:1.1rem;min-height:1.1rem;margin:.3rem 0;accent-color:var(--accent)}.armed li,.scenarios li{display:flex;align-items:center;gap:.5rem;padding:.5rem 0;border-top:1px solid var(--line)}.armed p,.scenarios p{display:grid;flex:1;font-size:.88rem}#disarm{align-self:start}#scenario-list summary{padding:.5rem 0;font-weight:600}.scenarios .number{padding:0 .5rem;font-size:.78rem;font-variant-numeric:tabular-nums}
`,
};
