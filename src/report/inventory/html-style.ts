/** The page's one style sheet. Colours hold at least 4.5 to 1 against what they stand on, in light and dark. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--soft:#f5f6f8;--line:#d5d9e0;--text:#1b1f27;--mute:#566070;--link:#0b57c2;
--edge:#b4bcc9;--client:#e6effc;--server:#fff;--credential:#fdf3dc;--reach:#e5f5ea;
--critical:#8e1a9c;--high:#b3261e;--medium:#8a5300;--low:#1c6470;--focus:#0b57c2}
@media (prefers-color-scheme:dark){:root{--bg:#14171c;--soft:#1d2128;--line:#394150;--text:#e7eaf0;--mute:#a5afbf;--link:#8bb8ff;
--edge:#4c5666;--client:#1d2c45;--server:#1d2128;--credential:#3a2f14;--reach:#17321f;
--critical:#eda4f7;--high:#ff9d94;--medium:#f2bd62;--low:#7fd0dd;--focus:#8bb8ff}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
.wrap{max-width:1240px;margin:0 auto;padding:0 20px}
a{color:var(--link)}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
.skip{position:absolute;left:-9999px}
.skip:focus{left:12px;top:12px;background:var(--bg);padding:8px 12px;z-index:2}
header{padding:28px 0 8px}
h1{font-size:26px;line-height:1.2;margin:0 0 4px}
h2{font-size:19px;margin:34px 0 10px}
p{margin:0 0 10px}
.mute{color:var(--mute)}
dl.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(118px,1fr));gap:10px;margin:18px 0 0}
.tiles div{border:1px solid var(--line);border-radius:8px;padding:10px 12px;background:var(--soft);display:flex;flex-direction:column-reverse;justify-content:flex-end}
.tiles dt{color:var(--mute);font-size:13px;line-height:1.3}
.tiles dd{margin:0;font-size:24px;font-weight:650;line-height:1.2;font-variant-numeric:tabular-nums}
.tiles .bad dd{color:var(--high)}
.tiles .worst dd{color:var(--critical)}
form{display:flex;flex-wrap:wrap;gap:10px 14px;align-items:end;margin:22px 0 0}
label{font-size:13px;color:var(--mute);display:flex;flex-direction:column;gap:3px}
input,select,button{font:inherit;color:var(--text);background:var(--bg);border:1px solid #7b8697;border-radius:6px;padding:6px 9px;min-height:36px;max-width:100%}
input{width:260px}
button{cursor:pointer}
.scroll{overflow:auto;border:1px solid var(--line);border-radius:8px}
.graph{max-height:70vh;padding:12px;background:var(--soft)}
.graph svg{display:block;width:100%;height:auto;min-width:860px}
svg text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;fill:var(--text)}
svg .head{font-weight:650;fill:var(--mute)}
.edges path{fill:none;stroke:var(--edge);stroke-width:1.3}
.edges .exposed{stroke:var(--high)}
.node rect{stroke:var(--line);fill:var(--server)}
.node.client rect{fill:var(--client)}
.node.credential rect{fill:var(--credential)}
.node.reach rect{fill:var(--reach)}
.node.exposed rect{stroke:var(--high);stroke-width:1.5}
.node.exposed text{fill:var(--high);font-weight:600}
.node.critical rect{stroke:var(--critical);stroke-width:2}
.node.high rect{stroke:var(--high);stroke-width:2}
.node.medium rect{stroke:var(--medium);stroke-width:1.5}
.node:hover rect,.node:focus-visible rect{stroke:var(--focus);stroke-width:2.5}
.node:focus-visible{outline:none}
.lit .edges path{opacity:.15}
.lit .edges path.on{opacity:1;stroke:var(--focus);stroke-width:2}
.lit .node{opacity:.35}
.lit .node.on{opacity:1}
.key{display:flex;flex-wrap:wrap;gap:4px 18px;margin:8px 0 0;padding:0;list-style:none;font-size:13px;color:var(--mute)}
.key span{display:inline-block;width:12px;height:12px;border:1px solid var(--line);border-radius:3px;margin-right:6px;vertical-align:-1px}
.key .client{background:var(--client)}.key .server{background:var(--server)}.key .credential{background:var(--credential)}
.key .reach{background:var(--reach)}.key .exposed{border:2px solid var(--high)}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:9px 12px;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
thead th{font-size:13px;color:var(--mute);background:var(--soft);font-weight:600;white-space:nowrap}
tbody th{font-weight:600}
tbody tr:last-child>*{border-bottom:0}
tr:target>*{background:var(--client)}
.servers td:nth-child(2){min-width:180px}
.servers tbody th{min-width:110px}
.servers td:nth-child(3){min-width:150px}
.servers td:nth-child(4){min-width:136px}
td ul{margin:0;padding:0;list-style:none}
td li+li{margin-top:3px}
.small{font-size:13px}
code{font:12.5px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.tag{display:inline-block;border:1px solid var(--line);border-radius:4px;padding:0 6px;font-size:12.5px;color:var(--mute);white-space:nowrap}
.sev{font-weight:650;white-space:nowrap}
.critical.sev{color:var(--critical)}.high.sev,.exposed.sev{color:var(--high)}.medium.sev{color:var(--medium)}.low.sev{color:var(--low)}
details summary{cursor:pointer;color:var(--link);white-space:nowrap}
details li{margin:6px 0}
.places{min-width:130px}
footer{margin:40px 0 30px;color:var(--mute);font-size:13px}
[hidden]{display:none!important}
@media (max-width:760px){
.servers thead{position:absolute;left:-9999px}
.servers tr,.servers th,.servers td,.servers tbody{display:block;border:0;padding:0 12px}
.servers tr{border-bottom:1px solid var(--line);padding:12px 0}
.servers tbody tr:last-child{border-bottom:0}
.servers tbody th{font-size:16px}
.servers td{padding-top:5px}
.servers td::before{content:attr(data-label);display:block;font-size:12.5px;color:var(--mute)}
.servers td:empty{display:none}
input{width:100%}label{flex:1 1 140px}
}
@media print{.graph{max-height:none}form,.skip{display:none}}
`;
