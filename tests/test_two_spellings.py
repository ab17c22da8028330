"""The same network twice: the shipped spec, and flattened by hand without blocks or repeats."""

import pytest

import archcalc

ALEXNET = """
name: flat
input: [3, 227, 227]
layers:
  - conv: {name: a, out_channels: 96, kernel_size: 11, stride: 4}
  - relu
  - lrn
  - maxpool: {kernel_size: 3, stride: 2}
  - conv: {name: b, out_channels: 256, kernel_size: 5, padding: 2, groups: 2}
  - relu
  - lrn
  - maxpool: {kernel_size: 3, stride: 2}
  - conv: {name: c, out_channels: 384, kernel_size: 3, padding: 1}
  - relu
  - conv: {name: d, out_channels: 384, kernel_size: 3, padding: 1, groups: 2}
  - relu
  - conv: {name: e, out_channels: 256, kernel_size: 3, padding: 1, groups: 2}
  - relu
  - maxpool: {kernel_size: 3, stride: 2}
  - flatten
  - linear: {name: f, out_features: 4096}
  - relu
  - dropout
  - linear: {name: g, out_features: 4096}
  - relu
  - dropout
  - linear: {name: h, out_features: 1000}
  - softmax
"""

INCEPTION = """
name: flat
input: [192, 28, 28]
layers:
  - conv: {name: a, out_channels: 64, kernel_size: 1}
  - relu: {name: a_end}
  - conv: {name: b_reduce, from: input, out_channels: 96, kernel_size: 1}
  - relu
  - conv: {name: b, out_channels: 128, kernel_size: 3, padding: 1}
  - relu: {name: b_end}
  - conv: {name: c_reduce, from: input, out_channels: 16, kernel_size: 1}
  - relu
  - conv: {name: c, out_channels: 32, kernel_size: 5, padding: 2}
  - relu: {name: c_end}
  - maxpool: {from: input, kernel_size: 3, stride: 1, padding: 1}
  - conv: {name: d, out_channels: 32, kernel_size: 1}
  - relu: {name: d_end}
  - concat: {from: [a_end, b_end, c_end, d_end]}
"""

# ResNet-20's layout with one block in each stage: 8 weighted layers.
RESNET_CIFAR = """
name: flat
input: [3, 32, 32]
layers:
  - conv: {name: a, out_channels: 16, kernel_size: 3, padding: 1, bias: false}
  - batchnorm
  - relu: {name: start1}
  - conv: {name: b, out_channels: 16, kernel_size: 3, padding: 1, bias: false}
  - batchnorm
  - relu
  - conv: {name: c, out_channels: 16, kernel_size: 3, padding: 1, bias: false}
  - batchnorm: {name: body1}
  - add: {from: [body1, start1]}
  - relu: {name: start2}
  - conv: {name: d, out_channels: 32, kernel_size: 3, stride: 2, padding: 1, bias: false}
  - batchnorm
  - relu
  - conv: {name: e, out_channels: 32, kernel_size: 3, padding: 1, bias: false}
  - batchnorm: {name: body2}
  - subsample: {name: skip2, from: start2, out_channels: 32, stride: 2}
  - add: {from: [body2, skip2]}
  - relu: {name: start3}
  - conv: {name: f, out_channels: 64, kernel_size: 3, stride: 2, padding: 1, bias: false}
  - batchnorm
  - relu
  - conv: {name: g, out_channels: 64, kernel_size: 3, padding: 1, bias: false}
  - batchnorm: {name: body3}
  - subsample: {name: skip3, from: start3, out_channels: 64, stride: 2}
  - add: {from: [body3, skip3]}
  - relu
  - global_avgpool
  - flatten
  - linear: {name: h, out_features: 10}
  - softmax
"""

# ResNet-50's stem and first two stages, one block each, straight into the classifier.
RESNET_BOTTLENECK = """
name: flat
input: [3, 224, 224]
layers:
  - conv: {name: a, out_channels: 64, kernel_size: 7, stride: 2, padding: 3, bias: false}
  - batchnorm
  - relu
  - maxpool: {name: start1, kernel_size: 3, stride: 2, padding: 1}
  - conv: {name: b, out_channels: 64, kernel_size: 1, bias: false}
  - batchnorm
  - relu
  - conv: {name: c, out_channels: 64, kernel_size: 3, padding: 1, bias: false}
  - batchnorm
  - relu
  - conv: {name: d, out_channels: 256, kernel_size: 1, bias: false}
  - batchnorm: {name: body1}
  - conv: {name: skip1, from: start1, out_channels: 256, kernel_size: 1, bias: false}
  - batchnorm: {name: skip1_end}
  - add: {from: [body1, skip1_end]}
  - relu: {name: start2}
  - conv: {name: e, out_channels: 128, kernel_size: 1, stride: 2, bias: false}
  - batchnorm
  - relu
  - conv: {name: f, out_channels: 128, kernel_size: 3, padding: 1, bias: false}
  - batchnorm
  - relu
  - conv: {name: g, out_channels: 512, kernel_size: 1, bias: false}
  - batchnorm: {name: body2}
  - conv: {name: skip2, from: start2, out_channels: 512, kernel_size: 1, stride: 2, bias: false}
  - batchnorm: {name: skip2_end}
  - add: {from: [body2, skip2_end]}
  - relu
  - global_avgpool
  - flatten
  - linear: {name: fc, out_features: 1000}
  - softmax
"""

DENSE_BLOCK = """
name: flat
input: [64, 56, 56]
layers:
  - batchnorm
  - relu
  - conv: {name: a, out_channels: 128, kernel_size: 1, bias: false}
  - batchnorm
  - relu
  - conv: {name: b, out_channels: 32, kernel_size: 3, padding: 1, bias: false}
  - concat: {name: ab, from: [input, b]}
  - batchnorm
  - relu
  - conv: {name: c, out_channels: 128, kernel_size: 1, bias: false}
  - batchnorm
  - relu
  - conv: {name: d, out_channels: 32, kernel_size: 3, padding: 1, bias: false}
  - concat: {from: [ab, d]}
"""

SPELLINGS = [
    pytest.param("alexnet", {}, ALEXNET, id="alexnet"),
    pytest.param("inception-bottleneck", {}, INCEPTION, id="inception-bottleneck"),
    pytest.param("resnet20", {"n": 1}, RESNET_CIFAR, id="resnet-8 option A"),
    pytest.param("resnet50", {"n2": 1, "n3": 1, "n4": 0, "n5": 0}, RESNET_BOTTLENECK,
                 id="resnet-8 bottlenecks, option B"),
    pytest.param("dense-block", {"layers": 2}, DENSE_BLOCK, id="dense-block of two layers"),
]  # fmt: skip


def numbers(row):
    """All that is known of a layer but its name and place."""
    return (row.op, row.layer.inputs, row.in_shapes, row.out_shape, row.params, row.multiplies,
            row.elementwise, row.activations, row.field)  # fmt: skip


@pytest.mark.parametrize(("name", "settings", "flat"), SPELLINGS)
def test_layer_by_layer(name, settings, flat):
    shipped = archcalc.load(name, settings).analyze()
    by_hand = archcalc.loads(flat).analyze()
    assert [numbers(row) for row in by_hand.rows] == [numbers(row) for row in shipped.rows]
    assert by_hand.totals == shipped.totals


@pytest.mark.parametrize(("name", "settings", "flat"), SPELLINGS)
def test_layer_by_layer_on_a_batch(name, settings, flat):
    shipped = archcalc.load(name, settings).analyze(batch=3, dtype="float16")
    by_hand = archcalc.loads(flat).analyze(batch=3, dtype="float16")
    assert by_hand.totals == shipped.totals
