"""Expected figures of every shipped network, as literals with their sources.

No number here comes from archcalc. Each is a figure published by a paper, a course or a model
zoo, or was counted by PyTorch on modules written from the papers alone (tests/witness, whose
test rebuilds them and compares). Multiplies: convolution and linear layers only, batch 1, no
biases, auxiliary heads left out. Shapes are C, H, W.
"""

from typing import NamedTuple

TORCH = "PyTorch: torch.utils.flop_counter / 2 on an independently written module"
PARTLY = "multiplies: " + TORCH + "; parameters: "
NETSCOPE = "netscope (dgschwend/netscope) on its Caffe preset, convolution and FC layers of "
FX = "PyTorch: window walked back through the torch.fx graph of an independent module"
ARAUJO = "Araujo et al., Distill 2019, table of google-research/receptive_field: "
SIMONYAN = "Simonyan & Zisserman 2014, section 2.3"


class Figures(NamedTuple):
    """`source` gives the exact figures; `published` says who prints them rounded."""

    input: tuple[int, int, int]
    params: int
    multiplies: int
    depth: int
    source: str
    published: str = ""


class Row(NamedTuple):
    """One layer, module or stage."""

    out_shape: tuple[int, ...]
    params: int
    multiplies: int


class Field(NamedTuple):
    """Receptive field and effective stride, the same on both axes."""

    size: int
    stride: int
    source: str


# fmt: off
FIGURES: dict[str, Figures] = {
    # Krizhevsky et al. 2012; the paper says 224, its sizes need 227
    "alexnet": Figures((3, 227, 227), 60_965_224, 724_406_816, 8,
        NETSCOPE + "AlexNet: 60,965,224; 665,784,864 + 58,621,952",
        "Krizhevsky et al. 2012: 60 million; Howard et al. 2017, Table 9: 720 M"),
    "alexnet-one-tower": Figures((3, 227, 227), 62_378_344, 1_135_256_096, 8,
        PARTLY + "osmr/imgclsmob 62,378,344"),
    "alexnet-torchvision": Figures((3, 224, 224), 61_100_840, 714_188_480, 8,
        PARTLY + "torchvision 61,100,840", "torchvision _ops 0.714 G"),
    # LeCun et al. 1998
    "lenet5": Figures((1, 32, 32), 60_000, 326_520, 5,
        PARTLY + "LeCun et al. 1998, section II.A: 60,000 trainable free parameters"),
    # Zeiler & Fergus 2013, figure 3; CS231n 2017, lecture 9, slide 24
    "zfnet": Figures((3, 224, 224), 62_357_608, 1_168_032_896, 8,
        PARTLY + "osmr/imgclsmob 62,357,608",
        "osmr/imgclsmob: 1,170.33 M, which counts more than convolutions and linear layers"),
    "zfnet-512": Figures((3, 224, 224), 107_627_624, 2_476_704_896, 8,
        PARTLY + "osmr/imgclsmob (ZFNet-b) 107,627,624",
        "osmr/imgclsmob: 2,479.13 M, which counts more than convolutions and linear layers"),
    # Simonyan & Zisserman 2014, configurations A, A-LRN, B, C, D, E
    "vgg11": Figures((3, 224, 224), 132_863_336, 7_609_090_048, 11,
        PARTLY + "torchvision 132,863,336",
        "torchvision _ops 7.609 G; Simonyan & Zisserman 2014, Table 2: 133 M"),
    "vgg11-lrn": Figures((3, 224, 224), 132_863_336, 7_609_090_048, 11, TORCH,
        "Simonyan & Zisserman 2014, Table 2 (A-LRN): 133 M parameters"),
    "vgg13": Figures((3, 224, 224), 133_047_848, 11_308_466_176, 13,
        PARTLY + "torchvision 133,047,848",
        "torchvision _ops 11.308 G; Simonyan & Zisserman 2014, Table 2: 133 M"),
    "vgg16-c": Figures((3, 224, 224), 133_638_952, 11_770_888_192, 16, TORCH,
        "Simonyan & Zisserman 2014, Table 2: 134 M parameters"),
    "vgg16": Figures((3, 224, 224), 138_357_544, 15_470_264_320, 16,
        NETSCOPE + "VGG-16: 15,470,264,320; torchvision 138,357,544",
        "torchvision _ops 15.47 G; Simonyan & Zisserman 2014, Table 2: 138 M"),
    "vgg19": Figures((3, 224, 224), 143_667_240, 19_632_062_464, 19,
        PARTLY + "torchvision 143,667,240",
        "torchvision _ops 19.632 G; He et al. 2015, Fig. 3: 19.6 billion"),
    # Lin et al. 2013, as the authors' Caffe models define them
    "nin-cifar": Figures((3, 32, 32), 966_986, 222_486_528, 9, PARTLY + "osmr/imgclsmob 966,986",
        "osmr/imgclsmob: 222.97 M, which counts more than the convolutions"),
    "nin-imagenet": Figures((3, 224, 224), 7_595_176, 1_100_188_800, 12,
        NETSCOPE + "NiN: 7,595,176; 1,100,188,800",
        "mavenlin, gist d802a5849de39225bcc6: 29 MB in float32"),
    # Szegedy et al. 2014
    "googlenet": Figures((3, 224, 224), 6_998_552, 1_582_671_872, 22,
        NETSCOPE + "GoogLeNet: 6,998,552; 1,581,647,872 + 1,024,000",
        "BVLC GoogLeNet and HPE dlcookbook: 6,998,552 parameters"),
    "googlenet-naive": Figures((3, 224, 224), 97_526_008, 12_568_061_056, 13, TORCH),
    # He et al. 2015, ImageNet
    "plain18": Figures((3, 224, 224), 11_515_688, 1_794_805_760, 18, TORCH),
    "plain34": Figures((3, 224, 224), 21_623_848, 3_644_493_824, 34, TORCH,
        "He et al. 2015, Fig. 3: 3.6 billion"),
    "resnet18": Figures((3, 224, 224), 11_689_512, 1_814_073_344, 18,
        PARTLY + "torchvision 11,689,512",
        "torchvision _ops 1.814 G; He et al. 2015, Table 1: 1.8e9"),
    "resnet34": Figures((3, 224, 224), 21_797_672, 3_663_761_408, 34,
        PARTLY + "torchvision 21,797,672", "torchvision _ops 3.664 G"),
    "resnet18-a": Figures((3, 224, 224), 11_515_688, 1_794_805_760, 18, TORCH),
    "resnet34-a": Figures((3, 224, 224), 21_623_848, 3_644_493_824, 34, TORCH,
        "He et al. 2015, Table 1 and Fig. 3: 3.6 billion"),
    "resnet50": Figures((3, 224, 224), 25_557_032, 3_857_973_248, 50,
        NETSCOPE + "ResNet-50: 3,857,973,248; torchvision 25,557,032",
        "He et al. 2015, Table 1: 3.8e9 (cut, not rounded); Hu et al. 2017: 3.86 G"),
    "resnet101": Figures((3, 224, 224), 44_549_160, 7_570_194_432, 101,
        PARTLY + "torchvision 44,549,160", "He et al. 2015, Table 1: 7.6e9"),
    "resnet152": Figures((3, 224, 224), 60_192_808, 11_282_415_616, 152,
        NETSCOPE + "ResNet-152: 11,282,415,616; torchvision 60,192,808",
        "He et al. 2015, Table 1: 11.3e9"),
    "resnet50-v1.5": Figures((3, 224, 224), 25_557_032, 4_089_184_256, 50,
        PARTLY + "torchvision 25,557,032",
        "torchvision _ops 4.089 G; Xie et al. 2016, Table 1: 4.1e9"),
    "resnet101-v1.5": Figures((3, 224, 224), 44_549_160, 7_801_405_440, 101,
        PARTLY + "torchvision 44,549,160",
        "torchvision _ops 7.801 G; Xie et al. 2016, Table 3: 7.8 billion"),
    "resnet152-v1.5": Figures((3, 224, 224), 60_192_808, 11_513_626_624, 152,
        PARTLY + "torchvision 60,192,808", "torchvision _ops 11.514 G"),
    # He et al. 2015, CIFAR-10
    "plain20": Figures((3, 32, 32), 269_722, 40_551_040, 20, TORCH,
        "He et al. 2015, section 4.2: the same parameters as resnet20"),
    "plain32": Figures((3, 32, 32), 464_154, 68_862_592, 32, TORCH,
        "He et al. 2015, section 4.2: the same parameters as resnet32"),
    "plain44": Figures((3, 32, 32), 658_586, 97_174_144, 44, TORCH,
        "He et al. 2015, section 4.2: the same parameters as resnet44"),
    "plain56": Figures((3, 32, 32), 853_018, 125_485_696, 56, TORCH,
        "He et al. 2015, section 4.2: the same parameters as resnet56"),
    "plain110": Figures((3, 32, 32), 1_727_962, 252_887_680, 110, TORCH,
        "He et al. 2015, section 4.2: the same parameters as resnet110"),
    "resnet20": Figures((3, 32, 32), 269_722, 40_551_040, 20, TORCH,
        "He et al. 2015, Table 6: 0.27M parameters"),
    "resnet32": Figures((3, 32, 32), 464_154, 68_862_592, 32, TORCH,
        "He et al. 2015, Table 6: 0.46M parameters"),
    "resnet44": Figures((3, 32, 32), 658_586, 97_174_144, 44, TORCH,
        "He et al. 2015, Table 6: 0.66M parameters"),
    "resnet56": Figures((3, 32, 32), 853_018, 125_485_696, 56, TORCH,
        "He et al. 2015, Table 6: 0.85M parameters"),
    "resnet110": Figures((3, 32, 32), 1_727_962, 252_887_680, 110, TORCH,
        "He et al. 2015, Table 6: 1.7M parameters"),
    "resnet1202": Figures((3, 32, 32), 19_421_274, 2_829_238_912, 1202, TORCH,
        "He et al. 2015, Table 6: 19.4M parameters"),
    # Huang et al. 2017, ImageNet
    "densenet121": Figures((3, 224, 224), 7_978_856, 2_834_161_664, 121,
        PARTLY + "torchvision 7,978,856", "torchvision _ops 2.834 G"),
    "densenet161": Figures((3, 224, 224), 28_681_000, 7_727_907_072, 161,
        PARTLY + "torchvision 28,681,000", "torchvision _ops 7.728 G"),
    "densenet169": Figures((3, 224, 224), 14_149_480, 3_359_843_328, 169,
        PARTLY + "torchvision 14,149,480", "torchvision _ops 3.36 G"),
    "densenet201": Figures((3, 224, 224), 20_013_928, 4_291_365_888, 201,
        PARTLY + "torchvision 20,013,928", "torchvision _ops 4.291 G"),
    "densenet264": Figures((3, 224, 224), 33_337_704, 5_751_653_376, 265,
        PARTLY + "lucid documentation, densenet_264: 33,337,704"),
    # Huang et al. 2017, CIFAR-10
    "densenet40-k12": Figures((3, 32, 32), 1_019_722, 264_812_928, 40, TORCH,
        "Huang et al. 2017, Table 2: 1.0M parameters"),
    "densenet100-k12": Figures((3, 32, 32), 6_979_642, 1_769_516_448, 100, TORCH,
        "Huang et al. 2017, Table 2: 7.0M parameters"),
    "densenet100-k24": Figures((3, 32, 32), 27_249_082, 6_889_347_744, 100, TORCH,
        "Huang et al. 2017, Table 2: 27.2M parameters"),
    "densenet-bc100-k12": Figures((3, 32, 32), 769_162, 287_929_692, 100,
        PARTLY + "osmr/imgclsmob 769,162", "Huang et al. 2017, Table 2: 0.8M parameters"),
    "densenet-bc250-k24": Figures((3, 32, 32), 15_324_406, 5_418_785_724, 250,
        PARTLY + "osmr/imgclsmob 15,324,406", "Huang et al. 2017, Table 2: 15.3M parameters"),
    "densenet-bc190-k40": Figures((3, 32, 32), 25_624_430, 9_301_945_740, 190,
        PARTLY + "osmr/imgclsmob 25,624,430", "Huang et al. 2017, Table 2: 25.6M parameters"),
    # Blocks, with biases and ReLU unless batch-normalised
    "inception-naive": Figures((192, 28, 28), 387_296, 303_464_448, 1, TORCH),
    "inception-bottleneck": Figures((192, 28, 28), 163_696, 128_049_152, 2, TORCH,
        "Szegedy et al. 2014, Table 1, row 3a: 159K (163,328 weights / 1024), 128M"),
    "inception-naive-256": Figures((256, 28, 28), 1_089_952, 854_196_224, 1, TORCH,
        "CS231n 2017, lecture 9, slide 48: 854M"),
    "inception-bottleneck-256": Figures((256, 28, 28), 346_720, 271_351_808, 2, TORCH,
        "CS231n 2017, lecture 9, slide 55: its terms add up to this, its total (358M) not"),
    "conv5x5-direct": Figures((192, 28, 28), 153_632, 120_422_400, 1, TORCH,
        "Ng, Convolutional Neural Networks, week 2: 120 M"),
    "conv5x5-bottleneck": Figures((192, 28, 28), 15_920, 12_443_648, 2, TORCH,
        "Ng, Convolutional Neural Networks, week 2: 2.4 M + 10.0 M = 12.4 M"),
    "conv1x1-pixel": Figures((32, 6, 6), 33, 1_152, 1, TORCH),
    "conv1x1-reduce": Figures((192, 28, 28), 3_088, 2_408_448, 1, TORCH,
        "Ng, Convolutional Neural Networks, week 2: 2.4 M"),
    "stack-3x3-2": Figures((64, 56, 56), 73_856, 231_211_008, 2, TORCH),
    "stack-3x3-3": Figures((64, 56, 56), 110_784, 346_816_512, 3, TORCH),
    "single-5x5": Figures((64, 56, 56), 102_464, 321_126_400, 1, TORCH),
    "single-7x7": Figures((64, 56, 56), 200_768, 629_407_744, 1, TORCH),
    "basic-block": Figures((64, 56, 56), 73_984, 231_211_008, 2, TORCH),
    "bottleneck-block": Figures((256, 56, 56), 70_400, 218_365_952, 3, TORCH,
        "Xie et al. 2016, Table 2: about 70k, 0.22e9"),
    "dense-block": Figures((64, 56, 56), 335_040, 1_040_449_536, 12, TORCH),
    "transition-block": Figures((256, 56, 56), 33_280, 102_760_448, 1, TORCH),
    "fc-as-conv": Figures((512, 7, 7), 123_642_856, 123_633_664, 3, TORCH,
        "CS231n notes: 102,760,448 + 16,777,216 + 4,096,000 weights"),
}

# The parameters without biases and batch normalisation.
WEIGHTS: dict[str, tuple[int, str]] = {
    "vgg16": (138_344_128, "CS231n notes: the sum of the VGGNet table's rows"),
    "googlenet": (6_990_272, "Szegedy et al. 2014, Table 1 recomputed"),
    "inception-bottleneck": (163_328, "Szegedy et al. 2014, Table 1, row 3a: 159K of 1024"),
    "stack-3x3-2": (73_728, "18 C^2 with C = 64: Szegedy et al. 2015, section 3.1"),
    "single-5x5": (102_400, "25 C^2 with C = 64: Szegedy et al. 2015, section 3.1"),
    "stack-3x3-3": (110_592, "27 C^2 with C = 64: " + SIMONYAN),
    "single-7x7": (200_704, "49 C^2 with C = 64: " + SIMONYAN),
}

# GoogLeNet with both auxiliary heads, 6,379,728 parameters more (Szegedy et al. 2014, section 5).
GOOGLENET_WITH_AUX = 13_378_280

# Channels that reach the classifier: Szegedy et al. 2014, Table 1; without reductions, TORCH.
CLASSIFIER_CHANNELS = {"googlenet": 1024, "googlenet-naive": 4944}

# Channels out of a block: Szegedy et al. 2014, Table 1; CS231n 2017, lecture 9, slides 48 and 55;
# Huang et al. 2017, Table 1.
BLOCK_CHANNELS = {
    "inception-naive": 416, "inception-bottleneck": 256,
    "inception-naive-256": 672, "inception-bottleneck-256": 480,
    "dense-block": 256, "transition-block": 128,
}

# Values written by convolution, linear, pooling, concatenation and addition; TORCH. VGG-16's
# with its 150,528 inputs are the 15,237,608 values of the CS231n notes' table.
ACTIVATIONS: dict[str, int] = {
    "alexnet": 781_736,
    "vgg16": 15_087_080,
    "googlenet": 5_881_240,
    "resnet50": 16_310_248,
    "densenet121": 17_450_728,
}

# What ResNet-34's convolutions cost, and how many cost that; TORCH. Its 3x3 ones come in two
# costs: 29 of the first (He et al. 2015, section 3.3, keeps the time per layer), and 3 of the
# second, those that open conv3_x..conv5_x on half the input channels. Then projections, conv1.
RESNET34_CONVOLUTIONS = {115_605_504: 29, 57_802_752: 3, 6_422_528: 3, 118_013_952: 1}

PER_LAYER_SOURCES = {
    "alexnet": "Krizhevsky et al. 2012, section 3.5; conv1 34,944: CS231n notes; the rest: TORCH",
    "lenet5": "LeCun et al. 1998, section II.B (shapes, parameters); TORCH",
    "vgg16": "CS231n notes, the VGGNet table (shapes, weights); biases and multiplies: TORCH",
    "googlenet": "Szegedy et al. 2014, Table 1, its filters counted exactly; TORCH",
    "googlenet-naive": TORCH,
    "resnet50": "He et al. 2015, Table 1 (shapes); TORCH",
    "resnet50-v1.5": "He et al. 2015, Table 1 (shapes), stride in the 3x3; TORCH",
}
PER_LAYER: dict[str, dict[str, Row]] = {
    "alexnet": {
        "conv1": Row((96, 55, 55), 34_944, 105_415_200),
        "conv2": Row((256, 27, 27), 307_456, 223_948_800),
        "conv3": Row((384, 13, 13), 885_120, 149_520_384),
        "conv4": Row((384, 13, 13), 663_936, 112_140_288),
        "conv5": Row((256, 13, 13), 442_624, 74_760_192),
        "fc6": Row((4096,), 37_752_832, 37_748_736),
        "fc7": Row((4096,), 16_781_312, 16_777_216),
        "fc8": Row((1000,), 4_097_000, 4_096_000),
    },
    "lenet5": {
        "c1": Row((6, 28, 28), 156, 117_600),
        "s2": Row((6, 14, 14), 12, 0),
        "c3": Row((16, 10, 10), 1_516, 150_000),
        "s4": Row((16, 5, 5), 32, 0),
        "c5": Row((120, 1, 1), 48_120, 48_000),
        "f6": Row((84,), 10_164, 10_080),
        "output": Row((10,), 0, 840),
    },
    "vgg16": {
        "conv1_1": Row((64, 224, 224), 1_792, 86_704_128),
        "conv1_2": Row((64, 224, 224), 36_928, 1_849_688_064),
        "conv2_1": Row((128, 112, 112), 73_856, 924_844_032),
        "conv2_2": Row((128, 112, 112), 147_584, 1_849_688_064),
        "conv3_1": Row((256, 56, 56), 295_168, 924_844_032),
        "conv3_2": Row((256, 56, 56), 590_080, 1_849_688_064),
        "conv3_3": Row((256, 56, 56), 590_080, 1_849_688_064),
        "conv4_1": Row((512, 28, 28), 1_180_160, 924_844_032),
        "conv4_2": Row((512, 28, 28), 2_359_808, 1_849_688_064),
        "conv4_3": Row((512, 28, 28), 2_359_808, 1_849_688_064),
        "conv5_1": Row((512, 14, 14), 2_359_808, 462_422_016),
        "conv5_2": Row((512, 14, 14), 2_359_808, 462_422_016),
        "conv5_3": Row((512, 14, 14), 2_359_808, 462_422_016),
        "fc6": Row((4096,), 102_764_544, 102_760_448),
        "fc7": Row((4096,), 16_781_312, 16_777_216),
        "fc8": Row((1000,), 4_097_000, 4_096_000),
    },
    "googlenet": {
        "conv1": Row((64, 112, 112), 9_472, 118_013_952),
        "conv2": Row((192, 56, 56), 114_944, 359_661_568),
        "3a": Row((256, 28, 28), 163_696, 128_049_152),
        "3b": Row((480, 28, 28), 388_736, 304_267_264),
        "4a": Row((512, 14, 14), 376_176, 73_608_192),
        "4b": Row((512, 14, 14), 449_160, 87_908_352),
        "4c": Row((512, 14, 14), 510_104, 99_850_240),
        "4d": Row((528, 14, 14), 605_376, 118_515_712),
        "4e": Row((832, 14, 14), 868_352, 169_996_288),
        "5a": Row((832, 7, 7), 1_043_456, 51_079_168),
        "5b": Row((1024, 7, 7), 1_444_080, 70_697_984),
        "fc": Row((1000,), 1_025_000, 1_024_000),
    },
    "googlenet-naive": {
        "conv1": Row((64, 112, 112), 9_472, 118_013_952),
        "conv2": Row((192, 56, 56), 114_944, 359_661_568),
        "3a": Row((416, 28, 28), 387_296, 303_464_448),
        "3b": Row((832, 28, 28), 1_770_912, 1_388_068_864),
        "4a": Row((1280, 14, 14), 2_716_096, 532_267_008),
        "4b": Row((1728, 14, 14), 4_833_728, 947_322_880),
        "4c": Row((2176, 14, 14), 6_967_744, 1_365_590_016),
        "4d": Row((2640, 14, 14), 9_365_968, 1_835_638_784),
        "4e": Row((3344, 14, 14), 16_727_744, 3_278_499_840),
        "5a": Row((4048, 7, 7), 21_188_288, 1_038_191_616),
        "5b": Row((4944, 7, 7), 28_498_816, 1_396_398_080),
        "fc": Row((1000,), 4_945_000, 4_944_000),
    },
    "resnet50": {
        "conv1": Row((64, 112, 112), 9_536, 118_013_952),
        "conv2_x": Row((256, 56, 56), 215_808, 667_942_912),
        "conv3_x": Row((512, 28, 28), 1_219_584, 950_534_144),
        "conv4_x": Row((1024, 14, 14), 7_098_368, 1_387_266_048),
        "conv5_x": Row((2048, 7, 7), 14_964_736, 732_168_192),
        "fc": Row((1000,), 2_049_000, 2_048_000),
    },
    "resnet50-v1.5": {
        "conv1": Row((64, 112, 112), 9_536, 118_013_952),
        "conv2_x": Row((256, 56, 56), 215_808, 667_942_912),
        "conv3_x": Row((512, 28, 28), 1_219_584, 1_027_604_480),
        "conv4_x": Row((1024, 14, 14), 7_098_368, 1_464_336_384),
        "conv5_x": Row((2048, 7, 7), 14_964_736, 809_238_528),
        "fc": Row((1000,), 2_049_000, 2_048_000),
    },
}

# Links from inputs and biases to outputs. LeCun et al. 1998, section II.B, layer by layer and
# II.A, the whole (''): F6's are its parameters, each used once; the output's are what is missing
# to the whole. CS231n notes, Convolutional Networks: 290,400 neurons of 364 each.
CONNECTIONS: dict[str, dict[str, int]] = {
    "lenet5": {
        "": 340_908, "c1": 122_304, "s2": 5_880, "c3": 151_600, "s4": 2_000, "c5": 48_120,
        "f6": 10_164, "output": 840,
    },
    "alexnet": {"conv1": 105_705_600},
}

# Of the last layer before global pooling, flatten or linear.
RECEPTIVE_FIELDS: dict[str, Field] = {
    "alexnet": Field(195, 32, ARAUJO + "alexnet_v2"),
    "alexnet-one-tower": Field(195, 32, ARAUJO + "alexnet_v2"),
    "alexnet-torchvision": Field(195, 32, FX),
    "lenet5": Field(32, 4, FX),
    "zfnet": Field(171, 32, FX),
    "zfnet-512": Field(171, 32, FX),
    "vgg11": Field(150, 32, ARAUJO + "vgg_a"),
    "vgg11-lrn": Field(150, 32, FX),
    "vgg13": Field(156, 32, FX),
    "vgg16-c": Field(156, 32, FX),
    "vgg16": Field(212, 32, ARAUJO + "vgg_16"),
    "vgg19": Field(268, 32, FX),
    "nin-cifar": Field(27, 4, FX),
    "nin-imagenet": Field(195, 32, FX),
    "googlenet": Field(715, 32, FX),
    "googlenet-naive": Field(715, 32, FX),
    "plain18": Field(435, 32, FX),
    "plain34": Field(899, 32, FX),
    "resnet18": Field(435, 32, FX),
    "resnet34": Field(899, 32, FX),
    "resnet18-a": Field(435, 32, FX),
    "resnet34-a": Field(899, 32, FX),
    "resnet50": Field(483, 32, ARAUJO + "resnet_v1_50"),
    "resnet101": Field(1027, 32, ARAUJO + "resnet_v1_101"),
    "resnet152": Field(1507, 32, ARAUJO + "resnet_v1_152"),
    "resnet50-v1.5": Field(427, 32, FX),
    "resnet101-v1.5": Field(971, 32, FX),
    "resnet152-v1.5": Field(1451, 32, FX),
    "plain20": Field(81, 4, FX),
    "plain32": Field(137, 4, FX),
    "plain44": Field(193, 4, FX),
    "plain56": Field(249, 4, FX),
    "plain110": Field(501, 4, FX),
    "resnet20": Field(81, 4, FX),
    "resnet32": Field(137, 4, FX),
    "resnet44": Field(193, 4, FX),
    "resnet56": Field(249, 4, FX),
    "resnet110": Field(501, 4, FX),
    "resnet1202": Field(5597, 4, FX),
    "densenet121": Field(2071, 32, FX),
    "densenet161": Field(2967, 32, FX),
    "densenet169": Field(3351, 32, FX),
    "densenet201": Field(3863, 32, FX),
    "densenet264": Field(5399, 32, FX),
    "densenet40-k12": Field(174, 4, FX),
    "densenet100-k12": Field(454, 4, FX),
    "densenet100-k24": Field(454, 4, FX),
    "densenet-bc100-k12": Field(230, 4, FX),
    "densenet-bc250-k24": Field(580, 4, FX),
    "densenet-bc190-k40": Field(440, 4, FX),
    "inception-naive": Field(5, 1, FX),
    "inception-bottleneck": Field(5, 1, FX),
    "inception-naive-256": Field(5, 1, FX),
    "inception-bottleneck-256": Field(5, 1, FX),
    "conv5x5-direct": Field(5, 1, FX),
    "conv5x5-bottleneck": Field(5, 1, FX),
    "conv1x1-pixel": Field(1, 1, FX),
    "conv1x1-reduce": Field(1, 1, FX),
    "stack-3x3-2": Field(5, 1, SIMONYAN),
    "stack-3x3-3": Field(7, 1, SIMONYAN),
    "single-5x5": Field(5, 1, FX),
    "single-7x7": Field(7, 1, FX),
    "basic-block": Field(5, 1, FX),
    "bottleneck-block": Field(3, 1, FX),
    "dense-block": Field(13, 1, FX),
    "transition-block": Field(2, 2, FX),
    "fc-as-conv": Field(7, 1, FX),
}

# Layer by layer, from the table named in ARAUJO.
LAYER_FIELDS: dict[str, dict[str, tuple[int, int]]] = {
    "alexnet": {
        "conv1": (11, 4), "pool1": (19, 8), "conv2": (51, 8), "conv3": (99, 16),
        "conv4": (131, 16), "conv5": (163, 16), "pool5": (195, 32),
    },
    "vgg16": {
        "conv1_1": (3, 1), "pool1": (6, 2), "conv2_1": (10, 2), "pool2": (16, 4),
        "conv3_1": (24, 4), "conv3_2": (32, 4), "pool3": (44, 8), "conv4_1": (60, 8),
        "conv4_2": (76, 8), "pool4": (100, 16), "conv5_1": (132, 16), "conv5_2": (164, 16),
        "pool5": (212, 32),
    },
}
# fmt: on
