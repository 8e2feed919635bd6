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
  {
    name: "googlenet",
    title: "GoogLeNet",
    source: "Szegedy, Liu, Jia, Sermanet, Reed, Anguelov, Erhan, Vanhoucke, Rabinovich. Going deeper with convolutions. CVPR 2015; Table 1.",
    aliases: ["inception","inception_v1"],
    document: () => ({"network":"GoogLeNet","aliases":["inception","inception_v1"],"source":"Szegedy, Liu, Jia, Sermanet, Reed, Anguelov, Erhan, Vanhoucke, Rabinovich. Going deeper with convolutions. CVPR 2015; Table 1.","notes":["The two auxiliary classifiers, which are used in training alone, are left out.","Biases are as in the authors' figures of parameters; pooling windows reach past the edge, which gives the table's sizes."],"input":"3 x 224 x 224","blocks":{"inception":{"parameters":{"one":null,"reduce3":null,"three":null,"reduce5":null,"five":null,"pool":null},"layers":[{"join":"concat","branches":[[{"name":"1x1","conv":"one","kernel":1,"then":"relu"}],[{"name":"3x3_reduce","conv":"reduce3","kernel":1,"then":"relu"},{"name":"3x3","conv":"three","kernel":3,"padding":1,"then":"relu"}],[{"name":"5x5_reduce","conv":"reduce5","kernel":1,"then":"relu"},{"name":"5x5","conv":"five","kernel":5,"padding":2,"then":"relu"}],[{"name":"pool","max pool":3,"stride":1,"padding":1},{"name":"pool_proj","conv":"pool","kernel":1,"then":"relu"}]]}]}},"layers":[{"name":"conv1","conv":64,"kernel":7,"stride":2,"padding":3,"then":"relu"},{"name":"pool1","max pool":3,"stride":2,"rounding":"ceil"},"lrn",{"name":"conv2_reduce","conv":64,"kernel":1,"then":"relu"},{"name":"conv2","conv":192,"kernel":3,"padding":1,"then":"relu"},"lrn",{"name":"pool2","max pool":3,"stride":2,"rounding":"ceil"},{"name":"inception_3a","inception":{"one":64,"reduce3":96,"three":128,"reduce5":16,"five":32,"pool":32}},{"name":"inception_3b","inception":{"one":128,"reduce3":128,"three":192,"reduce5":32,"five":96,"pool":64}},{"name":"pool3","max pool":3,"stride":2,"rounding":"ceil"},{"name":"inception_4a","inception":{"one":192,"reduce3":96,"three":208,"reduce5":16,"five":48,"pool":64}},{"name":"inception_4b","inception":{"one":160,"reduce3":112,"three":224,"reduce5":24,"five":64,"pool":64}},{"name":"inception_4c","inception":{"one":128,"reduce3":128,"three":256,"reduce5":24,"five":64,"pool":64}},{"name":"inception_4d","inception":{"one":112,"reduce3":144,"three":288,"reduce5":32,"five":64,"pool":64}},{"name":"inception_4e","inception":{"one":256,"reduce3":160,"three":320,"reduce5":32,"five":128,"pool":128}},{"name":"pool4","max pool":3,"stride":2,"rounding":"ceil"},{"name":"inception_5a","inception":{"one":256,"reduce3":160,"three":320,"reduce5":32,"five":128,"pool":128}},{"name":"inception_5b","inception":{"one":384,"reduce3":192,"three":384,"reduce5":48,"five":128,"pool":128}},{"name":"pool5","average pool":7,"stride":1},{"dropout":0.4},{"name":"fc","fully connected":1000},"softmax"]}),
  },
  {
    name: "mobilenet_v1",
    title: "MobileNet",
    source: "Howard, Zhu, Chen, Kalenichenko, Wang, Weyand, Andreetto, Adam. MobileNets: efficient convolutional neural networks for mobile vision applications. arXiv:1704.04861, 2017.",
    aliases: ["mobilenet"],
    document: () => ({"network":"MobileNet","aliases":["mobilenet"],"source":"Howard, Zhu, Chen, Kalenichenko, Wang, Weyand, Andreetto, Adam. MobileNets: efficient convolutional neural networks for mobile vision applications. arXiv:1704.04861, 2017.","notes":["alpha is the paper's width multiplier; its resolution multiplier is given by the resolution itself."],"parameters":{"alpha":1,"resolution":224},"input":"3 x resolution x resolution","blocks":{"separable":{"parameters":{"width":null,"stride":1},"layers":[{"name":"depthwise","depthwise conv":3,"stride":"stride","padding":"same","bias":false,"then":["batch norm","relu"]},{"name":"pointwise","conv":"floor(alpha * width)","kernel":1,"bias":false,"then":["batch norm","relu"]}]}},"layers":[{"name":"conv1","conv":"floor(alpha * 32)","kernel":3,"stride":2,"padding":"same","bias":false,"then":["batch norm","relu"]},{"name":"conv2","separable":{"width":64}},{"name":"conv3","separable":{"width":128,"stride":2}},{"name":"conv4","separable":{"width":128}},{"name":"conv5","separable":{"width":256,"stride":2}},{"name":"conv6","separable":{"width":256}},{"name":"conv7","separable":{"width":512,"stride":2}},{"name":"conv8","separable":{"width":512},"repeat":5},{"name":"conv9","separable":{"width":1024,"stride":2}},{"name":"conv10","separable":{"width":1024}},"global average pool",{"name":"fc","fully connected":1000},"softmax"]}),
  },
  {
    name: "resnet18",
    title: "ResNet-18",
    source: "He, Zhang, Ren, Sun. Deep residual learning for image recognition. CVPR 2016; shortcuts of option B.",
    aliases: [],
    document: () => ({"network":"ResNet-18","source":"He, Zhang, Ren, Sun. Deep residual learning for image recognition. CVPR 2016; shortcuts of option B.","input":"3 x 224 x 224","blocks":{"basic":{"parameters":{"width":null,"stride":1,"projection":"no"},"layers":[{"join":"add","branches":[[{"name":"conv1","conv":"width","kernel":3,"stride":"stride","padding":1,"bias":false,"then":["batch norm","relu"]},{"name":"conv2","conv":"width","kernel":3,"padding":1,"bias":false,"then":"batch norm"}],[{"name":"projection","if":"projection","conv":"width","kernel":1,"stride":"stride","bias":false,"then":"batch norm"}]]},"relu"]}},"layers":[{"name":"conv1","conv":64,"kernel":7,"stride":2,"padding":3,"bias":false,"then":["batch norm","relu"]},{"name":"pool1","max pool":3,"stride":2,"padding":1},{"name":"stage1","basic":{"width":64},"repeat":2},{"name":"stage2","basic":{"width":128},"repeat":2,"first":{"stride":2,"projection":"yes"}},{"name":"stage3","basic":{"width":256},"repeat":2,"first":{"stride":2,"projection":"yes"}},{"name":"stage4","basic":{"width":512},"repeat":2,"first":{"stride":2,"projection":"yes"}},"global average pool",{"name":"fc","fully connected":1000},"softmax"]}),
  },
  {
    name: "resnet50",
    title: "ResNet-50",
    source: "He, Zhang, Ren, Sun. Deep residual learning for image recognition. CVPR 2016; shortcuts of option B.",
    aliases: [],
    document: () => ({"network":"ResNet-50","source":"He, Zhang, Ren, Sun. Deep residual learning for image recognition. CVPR 2016; shortcuts of option B.","notes":["Where a stage halves the feature maps, the step of 2 is in the 3 x 3 convolution, as in the models that frameworks distribute; the authors' own has it in the first 1 x 1 convolution (parameter stride_in_1x1)."],"parameters":{"stride_in_1x1":"no"},"input":"3 x 224 x 224","blocks":{"bottleneck":{"parameters":{"width":null,"stride":1,"expand":4,"projection":"no"},"layers":[{"join":"add","branches":[[{"name":"conv1","conv":"width","kernel":1,"stride":"stride if stride_in_1x1 else 1","bias":false,"then":["batch norm","relu"]},{"name":"conv2","conv":"width","kernel":3,"stride":"1 if stride_in_1x1 else stride","padding":1,"bias":false,"then":["batch norm","relu"]},{"name":"conv3","conv":"expand * width","kernel":1,"bias":false,"then":"batch norm"}],[{"name":"projection","if":"projection","conv":"expand * width","kernel":1,"stride":"stride","bias":false,"then":"batch norm"}]]},"relu"]}},"layers":[{"name":"conv1","conv":64,"kernel":7,"stride":2,"padding":3,"bias":false,"then":["batch norm","relu"]},{"name":"pool1","max pool":3,"stride":2,"padding":1},{"name":"stage1","bottleneck":{"width":64},"repeat":3,"first":{"projection":"yes"}},{"name":"stage2","bottleneck":{"width":128},"repeat":4,"first":{"stride":2,"projection":"yes"}},{"name":"stage3","bottleneck":{"width":256},"repeat":6,"first":{"stride":2,"projection":"yes"}},{"name":"stage4","bottleneck":{"width":512},"repeat":3,"first":{"stride":2,"projection":"yes"}},"global average pool",{"name":"fc","fully connected":1000},"softmax"]}),
  },
  {
    name: "squeezenet1_1",
    title: "SqueezeNet 1.1",
    source: "Iandola, Han, Moskewicz, Ashraf, Dally, Keutzer. SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and <0.5MB model size. arXiv:1602.07360, 2016; version 1.1 of the authors' repository.",
    aliases: [],
    document: () => ({"network":"SqueezeNet 1.1","source":"Iandola, Han, Moskewicz, Ashraf, Dally, Keutzer. SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and <0.5MB model size. arXiv:1602.07360, 2016; version 1.1 of the authors' repository.","input":"3 x 224 x 224","blocks":{"fire":{"parameters":{"squeeze":null,"expand":"4 * squeeze"},"layers":[{"name":"squeeze","conv":"squeeze","kernel":1,"then":"relu"},{"join":"concat","branches":[[{"name":"expand1x1","conv":"expand","kernel":1,"then":"relu"}],[{"name":"expand3x3","conv":"expand","kernel":3,"padding":1,"then":"relu"}]]}]}},"layers":[{"name":"conv1","conv":64,"kernel":3,"stride":2,"then":"relu"},{"name":"pool1","max pool":3,"stride":2,"rounding":"ceil"},{"name":"fire2","fire":{"squeeze":16}},{"name":"fire3","fire":{"squeeze":16}},{"name":"pool3","max pool":3,"stride":2,"rounding":"ceil"},{"name":"fire4","fire":{"squeeze":32}},{"name":"fire5","fire":{"squeeze":32}},{"name":"pool5","max pool":3,"stride":2,"rounding":"ceil"},{"name":"fire6","fire":{"squeeze":48}},{"name":"fire7","fire":{"squeeze":48}},{"name":"fire8","fire":{"squeeze":64}},{"name":"fire9","fire":{"squeeze":64}},"dropout",{"name":"conv10","conv":1000,"kernel":1,"then":"relu"},"global average pool","flatten","softmax"]}),
  },
  {
    name: "vgg16",
    title: "VGG-16",
    source: "Simonyan, Zisserman. Very deep convolutional networks for large-scale image recognition. ICLR 2015; configuration D.",
    aliases: ["vgg-d","vgg16-d"],
    document: () => ({"network":"VGG-16","aliases":["vgg-d","vgg16-d"],"source":"Simonyan, Zisserman. Very deep convolutional networks for large-scale image recognition. ICLR 2015; configuration D.","input":"3 x 224 x 224","blocks":{"stage":{"parameters":{"convolutions":2,"width":null},"layers":[{"name":"conv","conv":"width","kernel":3,"padding":"same","repeat":"convolutions","then":"relu"},{"name":"pool","max pool":2}]}},"layers":[{"name":"stage1","stage":{"width":64}},{"name":"stage2","stage":{"width":128}},{"name":"stage3","stage":{"width":256,"convolutions":3}},{"name":"stage4","stage":{"width":512,"convolutions":3}},{"name":"stage5","stage":{"width":512,"convolutions":3}},{"name":"fc6","fully connected":4096,"then":["relu","dropout"]},{"name":"fc7","fully connected":4096,"then":["relu","dropout"]},{"name":"fc8","fully connected":1000},"softmax"]}),
  },
];
