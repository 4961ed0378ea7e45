// SPDX-License-Identifier: Apache-2.0
#include "show/studio/desk.h"

namespace karuna::show {

namespace {

constexpr std::string_view style = R"css(:root{color-scheme:light dark;--paper:#fbfaf7;--ink:#22302f;--quiet:#566564;--accent:#17646a;--line:#d5d9d4}
@media(prefers-color-scheme:dark){:root{--paper:#151b1b;--ink:#e8ece9;--quiet:#a5b2b0;--accent:#7cc4c6;--line:#36403f}}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.55 system-ui,sans-serif}
main{max-width:36rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:1.5rem;line-height:1.25}p{max-width:34rem}.quiet{color:var(--quiet)}
label{display:block;margin:1rem 0 .25rem}input{font:inherit;width:100%;box-sizing:border-box;padding:.6rem .7rem;border:1px solid var(--quiet);border-radius:.4rem;background:transparent;color:inherit}
button,.button{font:inherit;display:inline-block;margin-top:1.25rem;padding:.7rem 1.2rem;border:0;border-radius:.4rem;background:var(--accent);color:var(--paper);cursor:pointer;text-decoration:none}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}li{margin:.75rem 0}[hidden]{display:none})css";

constexpr std::string_view sign_in_script = R"js(
const code = location.hash.slice(1);
history.replaceState(null, "", location.pathname);
const link = document.getElementById("link"), form = document.getElementById("form"), said = document.getElementById("said");
(code ? link : form).hidden = false;
async function enter(body) {
  said.textContent = "";
  const answer = await fetch("/v1/session", {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body)}).catch(() => null);
  if (answer && answer.ok) { location.replace("/desk"); return; }
  said.textContent = !answer ? "The server cannot be reached. Try again in a moment."
    : body.link ? "This link was used already or is too old. Ask for a new one, or sign in with your password."
    : "Login and password do not fit, or there were too many tries: then wait a minute.";
  link.hidden = true; form.hidden = false;
}
document.getElementById("go").addEventListener("click", () => enter({link: code}));
form.addEventListener("submit", (event) => { event.preventDefault(); enter({login: form.login.value.trim(), password: form.password.value}); });
)js";

constexpr std::string_view desk_script = R"js(
const back = document.body.dataset.respond, main = document.querySelector("main");
const parts = new URLSearchParams(location.hash.slice(1));
history.replaceState(null, "", location.pathname);
const read = (text) => JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0))));
const write = (value) => { let s = ""; for (const b of new TextEncoder().encode(JSON.stringify(value))) s += String.fromCharCode(b);
  return btoa(s).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, ""); };
const say = (...lines) => main.replaceChildren(...lines.map((line, i) => { const e = document.createElement(i ? "p" : "h1"); e.textContent = line; return e; }));
const go = (name, value) => location.replace(back + "/#" + name + "=" + write(value));
async function get(path) {
  const answer = await fetch(path);
  if (answer.status === 401) {
    for (const name of ["want", "issue"]) if (parts.has(name)) sessionStorage.setItem("karuna_" + name, parts.get(name));
    location.replace("/signin");
    await new Promise(() => {});
  }
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error);
  return body;
}
const words = {NOT_ELIGIBLE: "You are not on the list of this wave. People who joined lately are asked next time.", WINDOW_CLOSED: "The desk of this wave is closed.",
  ALREADY_ISSUED: "A token was drawn for you already, with another code. If you have its slip or its code, go on there; nobody can issue a second one.",
  UNKNOWN_WAVE: "There is no such wave here.", BAD_BLINDED_MESSAGE: "The page sent something the desk cannot sign. Open the page anew.",
  FORBIDDEN: "This page was open too long. Open it anew."};
async function work() {
  for (const name of ["want", "issue"]) if (!parts.has(name) && sessionStorage.getItem("karuna_" + name)) parts.set(name, sessionStorage.getItem("karuna_" + name));
  sessionStorage.removeItem("karuna_want"); sessionStorage.removeItem("karuna_issue");
  const {csrf} = await get("/v1/session");
  if (parts.has("issue")) {
    const {wave_id, messages} = read(parts.get("issue"));
    const signatures = [];
    for (const message of messages) {
      const answer = await fetch("/v1/issue", {method: "POST", headers: {"Content-Type": "application/json", "X-Karuna-CSRF": csrf},
        body: JSON.stringify({wave_id, class: message.class, kind: message.kind, blinded_msg: message.blinded_msg})});
      const body = await answer.json();
      if (!answer.ok) throw new Error(body.error);
      signatures.push({class: message.class, kind: message.kind, blind_sig: body.blind_sig});
    }
    return go("signed", {wave_id, signatures});
  }
  if (parts.has("want")) {
    const {wave_id} = read(parts.get("want"));
    return go("cell", {wave_id, ...await get("/v1/mycell?wave_id=" + encodeURIComponent(wave_id))});
  }
  const waves = await get("/v1/desk");
  say("The desk", waves.length ? "Here you get the right to one anonymous ballot. The desk sees that you came, never what you answer." : "There is no wave for you at the moment.");
  const list = document.createElement("ul");
  for (const wave of waves) {
    const item = document.createElement("li"), link = document.createElement("a");
    link.textContent = wave.title + (wave.open ? "" : " (the desk is closed)");
    link.href = back + "/#wave=" + wave.wave_id;
    item.append(link);
    list.append(item);
  }
  main.append(list);
}
work().catch((error) => say("It stops here", words[error.message] || "Something went wrong: " + error.message + ". Open the page anew."));
)js";

std::string page(std::string_view title, std::string_view body, std::string_view attributes, std::string_view script) {
  std::string html = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>";
  html.append(title).append("</title><link rel=\"icon\" href=\"data:,\"><style>").append(style).append("</style></head><body").append(attributes).append("><main>").append(body);
  return html.append("</main><script>").append(script).append("</script></body></html>");
}

}  // namespace

std::string sign_in_page() {
  return page("Sign in - Karuna",
              "<h1>Sign in</h1>"
              "<div id=\"link\" hidden><p>Your link is good once. It is used when you press the button.</p><button id=\"go\" type=\"button\">Go on</button></div>"
              "<form id=\"form\" hidden><label for=\"login\">Mail address or employee number</label><input id=\"login\" name=\"login\" autocomplete=\"username\" required>"
              "<label for=\"password\">Password</label><input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\" required>"
              "<button type=\"submit\">Sign in</button></form>"
              "<p id=\"said\" role=\"alert\"></p><p class=\"quiet\">Signing in is for the desk alone. The page on which you answer knows nobody.</p>",
              "", sign_in_script);
}

std::string desk_page(std::string_view respond) {
  return page("Desk - Karuna", "<h1>The desk</h1><p role=\"status\">One moment.</p>", " data-respond=\"" + std::string(respond) + "\"", desk_script);
}

}  // namespace karuna::show
