import sys, time, numpy as np, onnx
from onnx import reader as H, TensorProto as T, numpy_reader as N
from safetensors import safe_open
L,D,HEADS,BUCKETS,FAR,LONG=12,768,12,32,128,160
def load():
    with safe_open("all-mpnet-base-v2/model.safetensors","np") as f: w={k:f.get_tensor(k) for k in f.keys()}
    with safe_open("encoder-delta.safetensors","np") as f:
        names={k[:-2] for k in f.keys()}
        for n in names:
            a=f.get_tensor(n+".A").astype(np.float32); b=f.get_tensor(n+".B").astype(np.float32)
            w[n+".weight"]=w[n+".weight"]+2*b@a
    return w
def bias(table):
    far=np.arange(LONG)[None,:]-np.arange(LONG)[:,None]  # memory - context
    n=-far; half=BUCKETS//2; ret=(n<0)*half; n=np.abs(n); exact=half//2
    big=exact+(np.log(np.maximum(n,1)/exact)/np.log(FAR/exact)*(half-exact)).astype(np.int64)
    b=ret+np.where(n<exact,n,np.minimum(big,half-1))
    return table[b].transpose(2,0,1)[None].astype(np.float32)
class G:
    def __init__(s): s.nodes=[];s.inits=[];s.n=0
    def init(s,name,a): s.inits.append(N.from_array(np.ascontiguousarray(a),name)); return name
    def op(s,kind,*ins,out=None,**kw):
        s.n+=1; o=out or f"t{s.n}"; s.nodes.append(H.make_node(kind,list(ins),[o],name=out or f"{kind}{s.n}",**kw)); return o
def build(w, quant=None):
    g=G(); 
    c=lambda name,a: g.init(name,np.array(a))
    one=c("one",np.int64(1)); ax1=c("ax1",np.array([1],np.int64)); ax2=c("ax2",np.array([2],np.int64))
    ids="ids"
    mask=g.op("Cast",g.op("Not",g.op("Equal",ids,one)),to=T.INT64)
    pos=g.op("Add",g.op("Mul",g.op("CumSum",mask,one),mask),one)
    def half(name,a): return g.op("Cast",g.init(name,a.astype(np.float16)),to=T.FLOAT)
    emb=g.op("Cast",g.op("Gather",g.init("words",w["embeddings.word_embeddings.weight"].astype(np.float16)),ids),to=T.FLOAT)
    x=g.op("Add",emb,g.op("Gather",g.init("places",w["embeddings.position_embeddings.weight"]),pos))
    def norm(x,name): return g.op("LayerNormalization",x,g.init(name+".w",w[name+".weight"]),g.init(name+".b",w[name+".bias"]),axis=-1,epsilon=1e-5)
    x=norm(x,"embeddings.LayerNorm")
    fm=g.op("Cast",mask,to=T.FLOAT)
    away=g.op("Unsqueeze",g.op("Mul",g.op("Sub",c("f1",np.float32(1)),fm),c("neg",np.float32(-1e9))),c("ax12",np.array([1,2],np.int64)))
    n=g.op("Shape",ids,start=1,end=2); z=c("z2",np.array([0,0],np.int64)); nn=g.op("Concat",n,n,axis=0)
    rel=g.op("Slice",g.init("bias",bias(w["encoder.relative_attention_bias.weight"])),z,nn,c("ax23",np.array([2,3],np.int64)))
    rel=g.op("Add",rel,away)
    def dense(x,name,scale=None):
        W=w[name+".weight"].T; b=w[name+".bias"]
        if scale: W=W*scale; b=b*scale
        W=W.astype(np.float32); b=b.astype(np.float32)
        if quant and quant(name):
            s=np.abs(W).max(0)/127; q=np.clip(np.round(W/s),-127,127).astype(np.int8)
            xq,xs,xz=g.op("DynamicQuantizeLinear",x),None,None
            node=g.nodes[-1]; base=node.output[0]; node.output.extend([base+"s",base+"z"])
            m=g.op("MatMulInteger",base,g.init(name+".q",q),base+"z",g.init(name+".z",np.zeros(W.shape[1],np.int8))if 0 else "zero8")
            f=g.op("Mul",g.op("Cast",m,to=T.FLOAT),g.op("Mul",base+"s",g.init(name+".s",s.astype(np.float32))))
            return g.op("Add",f,g.init(name+".b",b))
        return g.op("Add",g.op("MatMul",x,g.init(name+".w",W)),g.init(name+".b",b))
    c("zero8",np.array(0,np.int8))
    shape=c("heads",np.array([0,0,HEADS,D//HEADS],np.int64)); flat=c("flat",np.array([0,0,D],np.int64))
    outs=[]
    for l in range(L):
        p=f"encoder.layer.{l}."
        q=g.op("Transpose",g.op("Reshape",dense(x,p+"attention.attn.q",1/8),shape),perm=[0,2,1,3])
        k=g.op("Transpose",g.op("Reshape",dense(x,p+"attention.attn.k"),shape),perm=[0,2,3,1])
        v=g.op("Transpose",g.op("Reshape",dense(x,p+"attention.attn.v"),shape),perm=[0,2,1,3])
        a=g.op("Softmax",g.op("Add",g.op("MatMul",q,k),rel),axis=-1)
        h=g.op("Reshape",g.op("Transpose",g.op("MatMul",a,v),perm=[0,2,1,3]),flat)
        x=norm(g.op("Add",dense(h,p+"attention.attn.o"),x),p+"attention.LayerNorm")
        y=dense(x,p+"intermediate.dense")
        y=g.op("Gelu",y)
        x=norm(g.op("Add",dense(y,p+"output.dense"),x),p+"output.LayerNorm")
        if l in (7,11): outs.append(x)
    m3=g.op("Unsqueeze",fm,ax2); tot=g.op("ReduceSum",m3,ax1,keepdims=0)
    vec=[]
    for x in reversed(outs):
        mean=g.op("Div",g.op("ReduceSum",g.op("Mul",x,m3),ax1,keepdims=0),tot)
        vec.append(g.op("Div",mean,g.op("ReduceL2",mean,ax1,keepdims=1)))
    g.op("Concat",*vec,axis=1,out="vectors")
    graph=H.make_graph(g.nodes,"encoder",[H.make_tensor_value_info("ids",T.INT64,["b","n"])],[H.make_tensor_value_info("vectors",T.FLOAT,["b",2*D])],g.inits)
    return H.make_model(graph,opset_imports=[H.make_opsetid("",20)],ir_version=9)
if __name__=="__main__":
    t=time.time(); w=load(); print("loaded",time.time()-t)
    m=build(w); onnx.save(m,"fp32.onnx"); print("fp32",time.time()-t)
    m=build(w,lambda n: "output.dense" not in n); onnx.save(m,"int8.onnx"); print("int8",time.time()-t)
    m=build(w,lambda n: True); onnx.save(m,"int8all.onnx")
