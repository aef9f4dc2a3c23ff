import { GRAPH } from './html-graph.ts';

/** The page's one script: filters rows, lays the graph out again, lights up what belongs together. Without it all is shown. */
export const SCRIPT = `
'use strict';
const G=${JSON.stringify(GRAPH)};
const $=id=>document.getElementById(id);
const rows=[...document.querySelectorAll('#rows>tr')];
const body=$('rows'),form=$('filter'),search=$('search'),client=$('client'),show=$('show'),order=$('order'),told=$('told');
const svg=document.querySelector('.graph svg');
const nodes=svg?[...svg.querySelectorAll('.node')]:[];
const edges=svg?[...svg.querySelectorAll('.edges path')]:[];
const byId=new Map(nodes.map(n=>[n.dataset.id,n]));
const links=new Map(nodes.map(n=>[n.dataset.id,[]]));
for(const e of edges){links.get(e.dataset.a).push(e);links.get(e.dataset.b).push(e)}
const original=[...rows];

function apply(){
  const words=search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  const shown=new Set();
  for(const row of rows){
    const d=row.dataset;
    const fits=words.every(w=>d.text.includes(w))&&(client.value===''||d.clients.split(' ').includes(client.value))
      &&(show.value===''||d.flags.split(' ').includes(show.value));
    row.hidden=!fits;
    if(fits)shown.add('n-'+row.id);
  }
  told.textContent=shown.size===rows.length?'All '+rows.length+' shown.':shown.size+' of '+rows.length+' shown.';
  $('none').hidden=shown.size>0;
  layOut(shown);
}
function sort(){
  const list=order.value==='worst'?[...original].sort((a,b)=>b.dataset.weight-a.dataset.weight):original;
  body.append(...list);
}
function layOut(shown){
  if(!svg)return;
  const all=shown.size;
  if(all>G.most){
    const worst=original.filter(r=>shown.has('n-'+r.id)).sort((a,b)=>b.dataset.weight-a.dataset.weight).slice(0,G.most);
    shown=new Set(worst.map(r=>'n-'+r.id));
  }
  $('drawn').textContent=all>G.most?'Drawn: the '+G.most+' with the worst findings. Filter to see others.':'';
  const visible=new Set(shown),drawn=new Set();
  for(const e of edges){
    const on=shown.has(e.dataset.a)||shown.has(e.dataset.b);
    e.toggleAttribute('hidden',!on);
    if(on){visible.add(e.dataset.a);visible.add(e.dataset.b);drawn.add(e)}
  }
  const columns=[[],[],[]],y=new Map();
  for(const n of nodes){
    const on=visible.has(n.dataset.id);
    n.toggleAttribute('hidden',!on);
    if(on)columns[n.dataset.column].push(n);
  }
  columns[1].forEach((n,i)=>y.set(n.dataset.id,G.top+i*G.row));
  const most=Math.max(1,...columns.map(c=>c.length)),bottom=G.top+most*G.row;
  for(const c of [0,2]){
    const middle=new Map(columns[c].map(n=>{
      const ys=links.get(n.dataset.id).map(e=>y.get(c===0?e.dataset.b:e.dataset.a)).filter(v=>v!==undefined);
      return [n,!ys.length?0:c===0?Math.min(...ys):ys.reduce((a,b)=>a+b,0)/ys.length];
    }));
    const list=columns[c].sort((a,b)=>middle.get(a)-middle.get(b));
    let free=G.top;
    list.forEach((n,i)=>{
      const at=Math.round(Math.max(free,Math.min(middle.get(n),bottom-(list.length-i)*G.row)));
      y.set(n.dataset.id,at);free=at+G.row;
    });
  }
  for(const [id,at] of y){const n=byId.get(id);n.setAttribute('transform','translate('+G.x[n.dataset.column]+' '+at+')')}
  for(const e of drawn){
    const c=+byId.get(e.dataset.a).dataset.column,l=G.x[c]+G.w[c],r=G.x[c+1],h=(l+r)/2;
    const a=y.get(e.dataset.a)+G.height/2,b=y.get(e.dataset.b)+G.height/2;
    e.setAttribute('d','M'+l+' '+a+'C'+h+' '+a+' '+h+' '+b+' '+r+' '+b);
  }
  svg.setAttribute('viewBox','0 0 '+G.width+' '+(bottom+4));
  svg.setAttribute('height',bottom+4);
}
function light(node){
  for(const n of svg.querySelectorAll('.on'))n.classList.remove('on');
  svg.classList.toggle('lit',node!==null);
  if(!node)return;
  const mark=n=>{n.classList.add('on')};
  mark(node);
  const reach=(id,step)=>{for(const e of links.get(id)){
    mark(e);
    for(const end of [e.dataset.a,e.dataset.b])if(end!==id){const n=byId.get(end);mark(n);if(step>0&&n.dataset.column==='1')reach(end,0)}
  }};
  reach(node.dataset.id,node.dataset.column==='1'?0:node.dataset.column==='0'?0:1);
}
if(rows.length){
  form.hidden=false;
  form.addEventListener('submit',e=>e.preventDefault());
  form.addEventListener('input',()=>{sort();apply()});
  form.addEventListener('reset',()=>setTimeout(()=>{sort();apply()}));
  document.addEventListener('keydown',e=>{
    if(e.key==='/'&&!/^(?:INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)){e.preventDefault();search.focus()}
  });
}
for(const n of nodes){
  n.addEventListener('mouseenter',()=>light(n));
  n.addEventListener('mouseleave',()=>light(null));
  n.addEventListener('focus',()=>light(n));
  n.addEventListener('blur',()=>light(null));
  n.addEventListener('click',()=>{
    if(n.dataset.client){client.value=n.dataset.client;apply()}
    else if(n.dataset.reach){search.value=n.dataset.reach;apply()}
  });
}
`;
