/** Made by scripts/compile-networks.ts from networks/*.yaml; change those. */
import type { NetworkDocument } from './network-file/document.ts';

export interface CompiledNetwork {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly aliases: readonly string[];
  /** A function, so that only the network that is asked for is made. */
  readonly document: () => NetworkDocument;
}

export const compiledNetworks: readonly CompiledNetwork[] = [
  {
    name: "alexnet",
    title: "AlexNet",
    source: "Krizhevsky, Sutskever, Hinton. ImageNet classification with deep convolutional neural networks. NIPS 2012.",
    aliases: ["alex-net","alexnet-two-towers"],
    document: () => ({"network":"AlexNet","aliases":["alex-net","alexnet-two-towers"],"source":"Krizhevsky, Sutskever, Hinton. ImageNet classification with deep convolutional neural networks. NIPS 2012.","notes":["The paper prints an input of 224 x 224 x 3; the sizes of its layers come out with 227."],"towers":2,"input":"3 x 227 x 227","layers":[{"name":"conv1","conv":96,"kernel":11,"stride":4},"relu",{"name":"norm1","lrn":{"size":5,"alpha":0.0001,"beta":0.75,"k":2}},{"name":"pool1","max pool":3,"stride":2},{"name":"conv2","conv":256,"kernel":5,"padding":"same","reads":"own tower"},"relu",{"name":"norm2","lrn":{"size":5,"alpha":0.0001,"beta":0.75,"k":2}},{"name":"pool2","max pool":3,"stride":2},{"name":"conv3","conv":384,"kernel":3,"padding":"same","reads":"all towers"},"relu",{"name":"conv4","conv":384,"kernel":3,"padding":"same","reads":"own tower"},"relu",{"name":"conv5","conv":256,"kernel":3,"padding":"same","reads":"own tower"},"relu",{"name":"pool5","max pool":3,"stride":2},{"name":"fc1","fully connected":4096},"relu",{"dropout":0.5},{"name":"fc2","fully connected":4096},"relu",{"dropout":0.5},{"name":"output","fully connected":1000},"softmax"]}),
  },
  {
    name: "alexnet-released",
    title: "AlexNet, as released",
    source: "Krizhevsky, Sutskever, Hinton. ImageNet classification with deep convolutional neural networks. NIPS 2012; the layer configuration of cuda-convnet's ImageNet network, whose last layer sits on one GPU.",
    aliases: ["alexnet-one-gpu-output"],
    document: () => ({"network":"AlexNet, as released","aliases":["alexnet-one-gpu-output"],"source":"Krizhevsky, Sutskever, Hinton. ImageNet classification with deep convolutional neural networks. NIPS 2012; the layer configuration of cuda-convnet's ImageNet network, whose last layer sits on one GPU.","notes":["The paper prints an input of 224 x 224 x 3; the sizes of its layers come out with 227."],"towers":2,"input":"3 x 227 x 227","layers":[{"name":"conv1","conv":96,"kernel":11,"stride":4},"relu",{"name":"norm1","lrn":{"size":5,"alpha":0.0001,"beta":0.75,"k":2}},{"name":"pool1","max pool":3,"stride":2},{"name":"conv2","conv":256,"kernel":5,"padding":"same","reads":"own tower"},"relu",{"name":"norm2","lrn":{"size":5,"alpha":0.0001,"beta":0.75,"k":2}},{"name":"pool2","max pool":3,"stride":2},{"name":"conv3","conv":384,"kernel":3,"padding":"same","reads":"all towers"},"relu",{"name":"conv4","conv":384,"kernel":3,"padding":"same","reads":"own tower"},"relu",{"name":"conv5","conv":256,"kernel":3,"padding":"same","reads":"own tower"},"relu",{"name":"pool5","max pool":3,"stride":2},{"name":"fc1","fully connected":4096},"relu",{"dropout":0.5},{"name":"fc2","fully connected":4096},"relu",{"dropout":0.5},{"name":"output","fully connected":1000,"tower":1},"softmax"]}),
  },
];
